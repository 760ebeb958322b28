// The top of every page of a group: name, host, who may come in, how many there are, joining, tabs.
import type { VNode } from 'preact'
import type { GroupFace } from './face.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert,
  Avatar,
  Badge,
  Beside,
  Button,
  ButtonLink,
  Cluster,
  Form,
  Heading,
  Paragraph,
  Stack,
  Tabs,
} from '../ds/index.ts'

export type GroupTab = 'new' | 'klussen' | 'members' | 'edit'

export interface GroupHeaderProps {
  t: Translate
  group: GroupFace
  /** From how many organisations its members come. */
  organisations: number
  signedIn: boolean
  /** Name of who invited the viewer. */
  inviter?: string | undefined
  tab: GroupTab
}

export function GroupHeader(props: GroupHeaderProps): VNode {
  const { t, group, organisations } = props
  return (
    <Stack>
      <Cluster spread>
        <Beside front={<Avatar name={group.name} picture={group.picture} size="large" />} middle>
          <Stack space="small">
            <Heading level={1}>{group.name}</Heading>
            <Paragraph small>
              {t('groups.hostedBy', { organisation: group.organisation })}. {membersSentence(t, group, organisations)}{' '}
              {t(`groups.sentence.${group.access}`)}
            </Paragraph>
          </Stack>
        </Beside>
        <Joining {...props} />
      </Cluster>
      <Standing {...props} />
      <HistoryProgress t={t} group={group} />
      <GroupTabs {...props} />
    </Stack>
  )
}

function membersSentence(t: Translate, group: GroupFace, organisations: number): string {
  if (group.memberCount === 0) return ''
  const members = t('groups.members.count', { count: group.memberCount })
  if (!group.local || organisations < 1) return `${members}.`
  return t('groups.members.sentence', {
    members,
    organisations: t('groups.organisations.count', { count: organisations }),
  })
}

/** The one thing to do here: come in, or what one already is. */
function Joining({ t, group, signedIn }: GroupHeaderProps): VNode | null {
  if (!signedIn) {
    return (
      <ButtonLink
        href={`/sign-in?return=${encodeURIComponent(group.path)}`}
        label={t('groups.join.signIn')}
        appearance="primary"
      />
    )
  }
  if (group.membership === 'accepted') {
    return (
      <Stack space="small">
        <ButtonLink href={`/new/post?group=${group.id}`} label={t('groups.post')} appearance="primary" icon="pencil" />
        <Cluster>
          <Badge label={t(`groups.role.${group.role ?? 'member'}`)} />
          <Form action={`${group.path}/leave`} inline label={t('groups.leave.label', { name: group.name })}>
            <Button label={t('groups.leave.button')} appearance="subtle" small />
          </Form>
        </Cluster>
      </Stack>
    )
  }
  if (group.standing) return null
  if (group.membership === 'pending') {
    return (
      <Cluster>
        <Badge label={t(group.local ? 'groups.join.waiting' : 'groups.join.sent')} />
        <Form action={`${group.path}/leave`} inline label={t('groups.join.withdraw')}>
          <Button label={t('groups.join.withdraw')} appearance="subtle" />
        </Form>
      </Cluster>
    )
  }
  return (
    <Form action={`${group.path}/join`} inline label={t('groups.join.label', { name: group.name })}>
      <Button
        label={t(group.access === 'open' ? 'groups.join.button' : 'groups.join.ask')}
        appearance="primary"
        icon="user-plus"
      />
    </Form>
  )
}

/** Who is invited decides; who is kept out is told. */
function Standing({ t, group, inviter }: GroupHeaderProps): VNode | null {
  if (group.standing === undefined) return null
  if (group.standing === 'blocked') return <Alert type="warning">{t('groups.blocked.you')}</Alert>
  return (
    <Stack space="small">
      <Paragraph lead>{inviter ? t('groups.invited.textBy', { name: inviter }) : t('groups.invited.text')}</Paragraph>
      <Form action={`${group.path}/invitation`} inline label={group.name}>
        <Button name="do" value="accept" label={t('groups.invited.accept')} appearance="primary" icon="user-plus" />
        <Button name="do" value="decline" label={t('groups.invited.decline')} />
      </Form>
    </Stack>
  )
}

/** How far it is, or that it did not work: then a member can try again. */
function HistoryProgress({ t, group }: { t: Translate; group: GroupFace }): VNode | null {
  if (group.local || group.history === 'none' || group.history === 'done') return null
  const count = group.historyCount
  if (group.history === 'fetching') return <Alert type="info">{t('groups.history.fetching', { count })}</Alert>
  return (
    <Alert type="warning">
      <Paragraph>{count === 0 ? t('groups.history.nothing') : t('groups.history.failed', { count })}</Paragraph>
      {group.role && (
        <Form action={`${group.path}/history`} inline label={t('groups.history.again')}>
          <Button label={t('groups.history.again')} small />
        </Form>
      )}
    </Alert>
  )
}

function GroupTabs({ t, group, signedIn, tab }: GroupHeaderProps): VNode {
  const items = [{ href: group.path, label: t('groups.tab.new'), current: tab === 'new' }]
  const seesInside = group.access === 'open' || group.role !== undefined
  if (seesInside)
    items.push({ href: `${group.path}/klussen`, label: t('groups.tab.klussen'), current: tab === 'klussen' })
  if (signedIn && seesInside)
    items.push({ href: `${group.path}/members`, label: t('groups.tab.members'), current: tab === 'members' })
  if (group.local && group.role === 'manager') {
    items.push({ href: `${group.path}/edit`, label: t('groups.tab.edit'), current: tab === 'edit' })
  }
  return <Tabs items={items} label={group.name} />
}
