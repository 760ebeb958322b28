// A moment in words, with the full date for whoever hovers and for machines.
import type { VNode } from 'preact'
import { formatFull, formatMoment } from '../../src/lib/format.ts'
import type { Instant } from '../../src/lib/clock.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'

export interface MomentProps {
  instant: Instant
  now: Instant
  t: Translate
}

export function Moment({ instant, now, t }: MomentProps): VNode {
  return (
    <time class="dv-moment" datetime={instant} title={formatFull(instant, t.locale)} data-moment>
      {formatMoment(instant, now, t.locale)}
    </time>
  )
}
