// The finished klussen on somebody's profile, each with what the other one wrote, because he wants that.
import type { VNode } from 'preact'
import { formatShortDate } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Card, Heading, Link, Paragraph, Stack } from '../ds/index.ts'

export interface DoneKlus {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly organisation: string
  readonly from: string | undefined
  readonly until: string | undefined
  readonly by: 'worker' | 'client'
  readonly text: string
  /** Where the person himself takes it back. */
  readonly choicePath: string | undefined
}

export function DoneKlussen({ t, klussen }: { t: Translate; klussen: readonly DoneKlus[] }): VNode | null {
  if (klussen.length === 0) return null
  return (
    <section aria-labelledby="done">
      <Stack>
        <Heading level={2} look={3} id="done">
          {t('person.klussen.title')}
        </Heading>
        {klussen.map((klus) => (
          <Card key={klus.id}>
            <Stack space="small">
              <Heading level={3} look={4}>
                <Link href={klus.path}>{klus.title}</Link>
              </Heading>
              <Paragraph small>{[klus.organisation, period(t, klus)].filter(Boolean).join(' · ')}</Paragraph>
              <figure class="dv-quote">
                <figcaption class="dv-quote__who">{t(`person.klussen.by.${klus.by}`)}</figcaption>
                <blockquote class="dv-quote__text dv-klus__words">{klus.text}</blockquote>
              </figure>
              {klus.choicePath && <Link href={klus.choicePath}>{t('person.klussen.change')}</Link>}
            </Stack>
          </Card>
        ))}
      </Stack>
    </section>
  )
}

function period(t: Translate, { from, until }: DoneKlus): string {
  const days = [from, until].flatMap((day) => (day === undefined ? [] : formatShortDate(day, t.locale)))
  return [...new Set(days)].join(' – ')
}
