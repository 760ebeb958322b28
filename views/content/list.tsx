// A stream of cards with "meer laden".
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { More, Stack } from '../ds/index.ts'
import { type CardItem, ContentCard } from './card.tsx'

export interface ContentListProps {
  t: Translate
  now: string
  items: readonly CardItem[]
  /** Address of the next part. */
  next?: string | undefined
  hideGroup?: boolean | undefined
  /** Id of the list on the page; two lists on one page need two. */
  id?: string | undefined
  level?: 2 | 3
}

export function ContentList({ t, now, items, next, hideGroup, id = 'stream', level }: ContentListProps): VNode {
  return (
    <>
      <Stack id={id}>
        {items.map((item) => (
          <ContentCard key={item.id} t={t} now={now} item={item} hideGroup={hideGroup} {...(level ? { level } : {})} />
        ))}
      </Stack>
      {next && <More href={next} label={t('content.list.more')} into={id} />}
    </>
  )
}
