// Members of a group with their organisations; for managers also who asks to come in, and roles.
import type { VNode } from 'preact'
import type { GroupFace, MemberFace } from './face.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Badge,
  Button,
  ButtonLink,
  Byline,
  Cluster,
  Form,
  Heading,
  Menu,
  MenuButton,
  MenuLink,
  More,
  Paragraph,
  Rows,
  Stack,
} from '../ds/index.ts'
import { GroupHeader, type GroupHeaderProps } from './header.tsx'

export interface GroupMembersProps extends Omit<GroupHeaderProps, 'tab'> {
  members: readonly MemberFace[]
  requests: readonly MemberFace[]
  next: string | undefined
  /** May let in, send away and give roles. */
  manages: boolean
  /** Id of the viewer. */
  self: string
}

export function GroupMembers(props: GroupMembersProps): VNode {
  const { t, group, members, requests, next, manages, self } = props
  return (
    <Stack space="large">
      <GroupHeader {...props} tab="members" />
      {manages && (
        <Cluster>
          <ButtonLink href={`${group.path}/invite`} label={t('groups.members.invite')} icon="user-plus" />
          <ButtonLink href={`${group.path}/blocked`} label={t('groups.members.blocked')} appearance="subtle" />
        </Cluster>
      )}
      {requests.length > 0 && (
        <section aria-labelledby="requests">
          <Stack>
            <Heading level={2} look={3} id="requests">
              {t('groups.requests.title')}
            </Heading>
            <Rows>
              {requests.map((request) => (
                <Request key={request.card.id} t={t} group={group} request={request} />
              ))}
            </Rows>
          </Stack>
        </section>
      )}
      <Heading level={2} look={3}>
        {t('groups.tab.members')}
      </Heading>
      {!group.local && <Paragraph>{t('groups.members.knownHere')}</Paragraph>}
      <Rows id="members">
        {members.map((member) => (
          <Member key={member.card.id} t={t} group={group} member={member} manages={manages} self={self} />
        ))}
      </Rows>
      {next && <More href={next} label={t('groups.more')} into="members" />}
    </Stack>
  )
}

function Request({ t, group, request }: { t: Translate; group: GroupFace; request: MemberFace }): VNode {
  const { name, id } = request.card
  return (
    <Cluster spread>
      <Byline card={request.card} t={t} />
      <Form action={`${group.path}/members/${id}`} inline label={name}>
        <Button
          name="do"
          value="accept"
          label={t('groups.requests.accept')}
          fullLabel={t('groups.requests.acceptWho', { name })}
          appearance="primary"
          small
        />
        <Button
          name="do"
          value="decline"
          label={t('groups.requests.decline')}
          fullLabel={t('groups.requests.declineWho', { name })}
          small
        />
        <ButtonLink
          href={`${group.path}/blocked/${id}`}
          label={t('groups.block.button')}
          fullLabel={t('groups.block.buttonWho', { name })}
          appearance="subtle"
          small
        />
      </Form>
    </Cluster>
  )
}

function Member({
  t,
  group,
  member,
  manages,
  self,
}: {
  t: Translate
  group: GroupFace
  member: MemberFace
  manages: boolean
  self: string
}): VNode {
  const { name, id } = member.card
  const change = member.role === 'manager' ? 'member' : 'manager'
  return (
    <Cluster spread>
      <Cluster>
        <Byline card={member.card} t={t} />
        {member.role === 'manager' && <Badge label={t('groups.role.manager')} />}
      </Cluster>
      {manages && (
        <Menu label={t('groups.members.change')} about={name}>
          <form action={`${group.path}/members/${id}`} method="post">
            <MenuButton
              label={t(`groups.role.make.${change}`)}
              fullLabel={t(`groups.role.makeWho.${change}`, { name })}
              name="do"
              value={change}
            />
            <MenuButton
              label={t('groups.members.remove')}
              fullLabel={t('groups.members.removeWho', { name })}
              name="do"
              value="remove"
            />
          </form>
          {id !== self && (
            <MenuLink
              label={t('groups.block.button')}
              fullLabel={t('groups.block.buttonWho', { name })}
              href={`${group.path}/blocked/${id}`}
            />
          )}
        </Menu>
      )}
    </Cluster>
  )
}
