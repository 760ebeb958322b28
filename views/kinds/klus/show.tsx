// The page of a klus: on one screen what, result, hours, period, place, who may respond, how far it is, what I can do.
import type { ComponentChildren, VNode } from 'preact'
import type { KindParts, KindViewProps } from '../../../src/core/kind.ts'
import type { KlusView } from './klus.ts'
import type { Translate } from '../../../src/platform/i18n/texts.ts'
import { Alert, Cluster, DefinitionList, Heading, Icon, Link, Stack, Steps } from '../../ds/index.ts'
import { dayIn, hoursIn, periodIn, placeIn } from './words.ts'

type Props = KindViewProps<KlusView> & { readonly parts: KindParts; readonly mine?: string | undefined }

export function ShowKlus(props: Props): VNode {
  const { t, data, parts, mine } = props
  return (
    <div class="dv-klus">
      <Stack>
        <Stack space="small">
          {parts.word}
          {parts.title}
          {parts.byline}
        </Stack>
        {parts.panel ? null : <StatusBar t={t} data={data} />}
        <p class="dv-klus__result">
          <strong>{t('klus.field.result')}</strong>
          {data.result}
        </p>
        <Facts t={t} data={data} />
      </Stack>
      <div class="dv-klus__now">{parts.panel}</div>
      <div class="dv-klus__rest">
        <Stack space="large">
          <Stack>
            <Heading level={2}>{t('klus.more')}</Heading>
            {parts.text}
            <More t={t} data={data} />
          </Stack>
          <Stack space="small">
            {parts.actions}
            {mine && data.status !== 'draft' && data.status !== 'review' && (
              <Link href={`/klussen/${mine}/manage`}>{t('klussen.manage.link')}</Link>
            )}
          </Stack>
          {parts.margin}
          {parts.thread}
        </Stack>
      </div>
    </div>
  )
}

const usualWay = ['open', 'filled', 'completed'] as const

/** How far the klus itself is, for who has no part in it. */
function StatusBar({ t, data }: { t: Translate; data: KlusView }): VNode {
  const { status } = data
  const at = usualWay.findIndex((one) => one === status)
  if (status === 'draft' || status === 'review') return <Alert type="info">{t(`klus.status.${status}`)}</Alert>
  const labels = usualWay.map((one) => t(`klus.step.${one}`))
  if (at >= 0) return <Steps label={t('klus.steps')} steps={labels.map((label) => ({ label }))} current={at} />
  const stopped = [...labels.slice(0, 1), t(`klus.status.${status}`)]
  return <Steps label={t('klus.steps')} steps={stopped.map((label) => ({ label }))} current={1} stopped />
}

function Facts({ t, data }: { t: Translate; data: KlusView }): VNode {
  const { places, placesLeft, closes, status } = data
  const until = closes && status === 'open' ? `, ${t('klus.closes.until', { date: dayIn(t, closes) })}` : ''
  const free = places > 1 ? ` (${t('klus.fact.placesLeft', { left: placesLeft, count: places })})` : ''
  return (
    <dl class="dv-klus__facts" aria-label={t('klus.facts')}>
      <Fact icon="clock" term={t('klus.fact.hours')}>
        {hoursIn(t, data)}
      </Fact>
      <Fact icon="calendar" term={t('klus.fact.period')}>
        {periodIn(t, data)}
      </Fact>
      <Fact icon="map-pin" term={t('klus.field.place')}>
        {placeIn(t, data)}
      </Fact>
      <Fact icon="users" term={t('klus.field.responders')}>
        {`${t(`klus.responders.${data.responders}`)}${until}${free}`}
      </Fact>
      <Fact icon="school" term={t('klus.field.expertise')} wide>
        <Cluster>
          {data.expertise.map((one) => (
            <span key={one}>{one}</span>
          ))}
        </Cluster>
      </Fact>
    </dl>
  )
}

function Fact(props: { icon: string; term: string; wide?: boolean; children: ComponentChildren }): VNode {
  return (
    <div class={`dv-klus__fact${props.wide ? ' dv-klus__fact--wide' : ''}`}>
      <dt>
        <Icon name={props.icon} /> {props.term}
      </dt>
      <dd>{props.children}</dd>
    </div>
  )
}

/** What one reads when the first screen was worth it. */
function More({ t, data }: { t: Translate; data: KlusView }): VNode | null {
  const { forWhom, guidance, learn, loan, conditions, contact, candidateInView } = data
  const said = { forWhom, guidance, learn, loan: loan && t(`klus.loan.${loan}`), conditions, contact }
  const items = Object.entries(said).flatMap(([name, value]) =>
    value ? [{ term: t(`klus.field.${name}`), value: <span class="dv-klus__words">{value}</span> }] : [],
  )
  const view = { term: t('klus.field.candidateInView'), value: <>{t('klus.readers.candidateInView')}</> }
  const all = candidateInView ? [...items, view] : items
  return all.length > 0 ? <DefinitionList items={all} /> : null
}
