// Three klussen that fit, for the start page.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Link, Paragraph, Stack } from '../ds/index.ts'
import { KlusCard, type KlusCardItem } from './card.tsx'

export interface FittingKlussenProps {
  t: Translate
  now: string
  klussen: readonly KlusCardItem[]
}

export function FittingKlussen({ t, now, klussen }: FittingKlussenProps): VNode | null {
  if (klussen.length === 0) return null
  return (
    <section aria-labelledby="fitting">
      <Stack>
        <Heading level={2} look={4} id="fitting">
          {t('klussen.fitting')}
        </Heading>
        <Stack>
          {klussen.map((klus) => (
            <KlusCard key={klus.id} t={t} now={now} klus={klus} level={3} short />
          ))}
        </Stack>
        <Paragraph>
          <Link href="/klussen?sort=fit">{t('klussen.allFitting')}</Link>
        </Paragraph>
      </Stack>
    </section>
  )
}
