// The start page of who is signed in: three streams, own groups, and groups that may fit.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Avatar, Beside, ButtonLink, EmptyState, Heading, Link, Paragraph, Stack, Tabs, WithSide } from '../ds/index.ts'
import type { GroupFace } from '../groups/face.ts'
import { GroupCard } from '../groups/group-card.tsx'

const streams = ['mine', 'organisation', 'network'] as const

export interface StartPageProps {
  t: Translate
  stream: (typeof streams)[number]
  /** The cards, or undefined when there are none. */
  list: VNode | undefined
  mine: readonly GroupFace[]
  suggestions: readonly GroupFace[]
  /** Those that fit; undefined: none do. */
  klussen?: VNode | undefined
}

export function StartPage(props: StartPageProps): VNode {
  const { t, stream, list } = props
  const items = streams.map((one) => ({
    href: one === 'mine' ? '/' : `/?stream=${one}`,
    label: t(`feeds.start.${one}`),
    current: one === stream,
  }))
  return (
    <Stack space="large">
      <Heading level={1}>{t('feeds.start.title')}</Heading>
      <WithSide side={<Side {...props} />} sideLabel={t('feeds.start.side')}>
        <Stack>
          <Tabs items={items} label={t('feeds.start.streams')} />
          {list ?? <Nothing {...props} />}
        </Stack>
      </WithSide>
    </Stack>
  )
}

function Nothing({ t, stream, suggestions }: StartPageProps): VNode {
  const groups = <ButtonLink href="/groups" label={t('feeds.start.findGroups')} appearance="primary" />
  const write = <ButtonLink href="/new/post" label={t('feeds.start.write')} appearance="primary" />
  return (
    <Stack>
      <EmptyState
        title={t(`feeds.empty.${stream}.title`)}
        text={t(`feeds.empty.${stream}.text`)}
        action={stream === 'mine' ? groups : write}
      />
      {stream === 'mine' && suggestions.length > 0 && (
        <>
          <Heading level={2} look={3}>
            {t('feeds.start.suggestions')}
          </Heading>
          {suggestions.map((group) => (
            <GroupCard key={group.id} group={group} t={t} level={3} />
          ))}
        </>
      )}
    </Stack>
  )
}

function Side({ t, list, stream, mine, suggestions, klussen }: StartPageProps): VNode {
  const suggest = suggestions.length > 0 && (list !== undefined || stream !== 'mine')
  return (
    <Stack>
      {klussen}
      <Heading level={2} look={4}>
        {t('feeds.start.myGroups')}
      </Heading>
      {mine.length > 0 ? <Names groups={mine} /> : <Paragraph small>{t('groups.noneMine.text')}</Paragraph>}
      <Paragraph>
        <Link href={mine.length > 0 ? '/groups?show=mine' : '/groups'}>
          {t(mine.length > 0 ? 'feeds.start.allMyGroups' : 'feeds.start.findGroups')}
        </Link>
      </Paragraph>
      {suggest && (
        <>
          <Heading level={2} look={4}>
            {t('feeds.start.suggestions')}
          </Heading>
          <Names groups={suggestions} />
        </>
      )}
    </Stack>
  )
}

function Names({ groups }: { groups: readonly GroupFace[] }): VNode {
  return (
    <Stack space="small">
      {groups.map((group) => (
        <Beside key={group.id} front={<Avatar name={group.name} picture={group.picture} size="small" />} middle>
          <Link href={group.path}>{group.name}</Link>
        </Beside>
      ))}
    </Stack>
  )
}
