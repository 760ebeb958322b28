// The line of a klus on a card: hours, place, until when one can respond.
import type { VNode } from 'preact'
import type { KindViewProps } from '../../../src/core/kind.ts'
import type { KlusView } from './klus.ts'
import { Cluster, Icon } from '../../ds/index.ts'
import { dayIn, hoursIn, placeIn } from './words.ts'

export function KlusBrief({ t, data }: KindViewProps<KlusView>): VNode {
  const { status, closes } = data
  const until =
    status === 'open' && closes
      ? `${t('klus.fact.respond')} ${t('klus.closes.until', { date: dayIn(t, closes) })}`
      : t(`klus.status.${status}`)
  return (
    <Cluster>
      <Fact icon="clock" text={hoursIn(t, data)} />
      <Fact icon="map-pin" text={placeIn(t, data)} />
      <Fact icon="calendar-due" text={until} />
    </Cluster>
  )
}

function Fact({ icon, text }: { icon: string; text: string }): VNode | null {
  if (text === '') return null
  return (
    <span class="dv-kind">
      <Icon name={icon} /> {text}
    </span>
  )
}
