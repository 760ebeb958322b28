// All items with a tag.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { EmptyState, Heading, Stack } from '../ds/index.ts'

export interface TagPageProps {
  t: Translate
  tag: string
  list: VNode | undefined
}

export function TagPage({ t, tag, list }: TagPageProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>#{tag}</Heading>
      {list ?? <EmptyState title={t('feeds.tag.none.title')} text={t('feeds.tag.none.text', { tag })} />}
    </Stack>
  )
}
