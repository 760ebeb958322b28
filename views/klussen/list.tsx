// All klussen that one may see, with filters.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { EmptyState, Heading, Stack } from '../ds/index.ts'

export interface KlusListProps {
  t: Translate
}

export function KlusList({ t }: KlusListProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.title')}</Heading>
      <EmptyState title={t('klussen.none.title')} text={t('klussen.none.text')} />
    </Stack>
  )
}
