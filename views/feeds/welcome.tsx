// The start page of who is not signed in: what this plein is, its public groups and posts.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { ButtonLink, Heading, Link, Paragraph, Stack, WithSide } from '../ds/index.ts'
import type { GroupFace } from '../groups/face.ts'
import { GroupCard } from '../groups/group-card.tsx'

export interface WelcomePageProps {
  t: Translate
  /** Name of the organisation. */
  organisation: string
  groups: readonly GroupFace[]
  list: VNode | undefined
  /** The first part of the list: with the introduction. */
  first: boolean
}

export function WelcomePage({ t, organisation, groups, list, first }: WelcomePageProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('feeds.welcome.title', { organisation })}</Heading>
      {first && (
        <Stack>
          <Paragraph lead>{t('feeds.welcome.lead', { organisation })}</Paragraph>
          <Paragraph>{t('feeds.welcome.how')}</Paragraph>
          <p>
            <ButtonLink href="/sign-in" label={t('feeds.welcome.signIn')} appearance="primary" />
          </p>
        </Stack>
      )}
      <WithSide side={<Groups t={t} groups={groups} />} sideLabel={t('feeds.welcome.side')}>
        <Stack>
          <Heading level={2}>{t('feeds.welcome.posts')}</Heading>
          {list ?? <Paragraph>{t('feeds.welcome.noPosts')}</Paragraph>}
        </Stack>
      </WithSide>
    </Stack>
  )
}

function Groups({ t, groups }: { t: Translate; groups: readonly GroupFace[] }): VNode {
  return (
    <Stack>
      <Heading level={2} look={3}>
        {t('feeds.welcome.groups')}
      </Heading>
      {groups.length === 0 && <Paragraph>{t('groups.none.title')}</Paragraph>}
      {groups.map((group) => (
        <GroupCard key={group.id} group={group} t={t} level={3} />
      ))}
      {groups.length > 0 && (
        <Paragraph>
          <Link href="/groups">{t('feeds.welcome.allGroups')}</Link>
        </Paragraph>
      )}
    </Stack>
  )
}
