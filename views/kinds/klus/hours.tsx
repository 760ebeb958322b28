// Hours of a klus: how many of how many, in words and a bar; each line with what can be done about it.
import type { ComponentChildren, VNode } from 'preact'
import { formatNumber } from '../../../src/lib/format.ts'
import type { Translate } from '../../../src/platform/i18n/texts.ts'
import { Badge, Paragraph, Stack } from '../../ds/index.ts'
import { dayIn } from './words.ts'

export interface HoursView {
  readonly entries: readonly {
    readonly id: string
    readonly date: string
    readonly hours: number
    readonly what: string
    readonly state: 'logged' | 'confirmed' | 'disputed'
    readonly reason?: string | undefined
  }[]
  readonly spent: number
  readonly confirmed: number
  readonly agreed: number
  readonly most: number
}

export interface HoursProps {
  t: Translate
  hours: HoursView
  /** The terms can still be changed. */
  mayGrow: boolean
  /** What can be done about one line. */
  actions(entry: HoursView['entries'][number]): ComponentChildren
}

export function Hours({ t, hours, mayGrow, actions }: HoursProps): VNode {
  const number = (value: number) => formatNumber(value, t.locale)
  const { spent, agreed, confirmed, most, entries } = hours
  const words = { spent: number(spent), agreed: number(agreed), confirmed: number(confirmed), most: number(most) }
  return (
    <Stack>
      <Paragraph>
        {t('klus.hours.soFar', words)} {mayGrow && t('klus.hours.more', words)}
      </Paragraph>
      <progress class="dv-hours__bar" max={Math.max(agreed, spent, 1)} value={spent} aria-label={t('klus.hours.bar')}>
        {words.spent}
      </progress>
      {entries.length === 0 ? (
        <Paragraph>{t('klus.hours.none')}</Paragraph>
      ) : (
        <ul class="dv-hours">
          {entries.map((entry) => (
            <li key={entry.id} class="dv-hours__line">
              <span class="dv-hours__amount">{t('klus.hours.amount', { hours: number(entry.hours) })}</span>
              <span class="dv-hours__what">
                {dayIn(t, entry.date)}
                {entry.what ? `: ${entry.what}` : ''}
                {entry.reason && (
                  <>
                    <br />
                    <em>{t('klus.hours.because', { reason: entry.reason })}</em>
                  </>
                )}
              </span>
              <Badge label={t(`klus.hours.state.${entry.state}`)} />
              <div class="dv-hours__actions">{actions(entry)}</div>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}
