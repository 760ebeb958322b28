// The page of a klus: on one screen what, result, hours, period, place, who may respond, how far it is, what I can do.
import type { ComponentChildren, VNode } from 'preact'
import type { KindParts, KindViewProps } from '../../../src/core/kind.ts'
import type { KlusView } from './klus.ts'
import type { Translate } from '../../../src/platform/i18n/texts.ts'
import { Alert, Cluster, DefinitionList, Heading, Icon, Link, Paragraph, Stack, Steps } from '../../ds/index.ts'
import type { TermsFactsView } from './terms.tsx'
import { shortDayIn, hoursIn, periodIn, placeIn } from './words.ts'

type Props = KindViewProps<KlusView> & {
  readonly parts: KindParts
  readonly mine?: string | undefined
  /** By the viewer: with whom, for who placed the klus; undefined for who responded to it. */
  readonly agreed: readonly AgreedView[]
}

interface AgreedView {
  readonly other: string | undefined
  readonly facts: Pick<TermsFactsView, 'hours' | 'hoursPerWeek' | 'starts' | 'ends' | 'where' | 'place'>
}

export function ShowKlus(props: Props): VNode {
  const { t, data, parts, mine, agreed } = props
  const unopened = data.status === 'draft' || data.status === 'review'
  return (
    <div class="dv-klus-page">
      <Stack>
        <Stack space="small">
          {parts.word}
          {parts.title}
          {parts.byline}
        </Stack>
        {unopened && mine && <Unopened t={t} id={mine} status={data.status} />}
        {!unopened && !parts.responds && <StatusBar t={t} data={data} states={parts.responseStates} />}
        <p class="dv-klus-page__result">
          <strong>{t('klus.field.result')}</strong>
          {data.result}
        </p>
        <Facts t={t} data={data} agreed={agreed} />
      </Stack>
      <div class="dv-klus-page__now">
        {parts.fit}
        {parts.panel}
        {mine && !unopened && <ForAuthor t={t} id={mine} data={data} />}
      </div>
      <div class="dv-klus-page__rest">
        <Stack space="large">
          <Stack>
            <Expertise t={t} data={data} />
            <Heading level={2}>{t('klus.more')}</Heading>
            {parts.text}
            <More t={t} data={data} />
          </Stack>
          {parts.actions}
          {!unopened && parts.margin}
          {parts.thread}
        </Stack>
      </div>
    </div>
  )
}

/** Only its author (and who approves it) sees it: who sees it, and where it goes on. */
function Unopened({ t, id, status }: { t: Translate; id: string; status: string }): VNode {
  return (
    <Alert type="info">
      <Paragraph>{t(`klus.unopened.${status}`)}</Paragraph>
      <Paragraph>
        <Link href={`/klussen/new?item=${id}${status === 'review' ? '&step=4' : ''}`}>
          {t(`klus.unopened.${status}.link`)}
        </Link>
      </Paragraph>
    </Alert>
  )
}

/** What its author can do besides answering who is interested. */
function ForAuthor({ t, id, data }: { t: Translate; id: string; data: KlusView }): VNode {
  const seeks = data.status === 'open' && data.purpose === 'request'
  return (
    <div class="dv-klus-page__author">
      {seeks && <Link href={`/klussen/${id}/people`}>{t('klussen.candidates.title')}</Link>}
      <Link href={`/klussen/${id}/manage`}>{t('klussen.manage.link')}</Link>
    </div>
  )
}

const usualWay = ['open', 'talks', 'agreed', 'running', 'completed'] as const
/** Where on that way the klus itself is; talks and work are known to those who have them. */
const places: Readonly<Record<string, number>> = { open: 0, filled: 2, completed: 4 }
/** While it is in the state on the left, a response in one of these brings it further, to its author. */
const further: Readonly<Record<string, { readonly states: readonly string[]; readonly at: number }>> = {
  open: { states: ['in_talks', 'offered'], at: 1 },
  filled: { states: ['running', 'closing'], at: 3 },
}

/** How far the klus itself is, for who has no part in it, and for its author. */
function StatusBar({ t, data, states }: { t: Translate; data: KlusView; states: readonly string[] }): VNode {
  const { status } = data
  const on = further[status]
  const at = on && states.some((state) => on.states.includes(state)) ? on.at : places[status]
  const way = usualWay.map((one) => ({ label: t(`klus.step.${one}`) }))
  if (at !== undefined) return <Steps label={t('klus.steps')} steps={way} current={at} />
  const stopped = [...way.slice(0, 1), { label: t(`klus.status.${status}`) }]
  return <Steps label={t('klus.steps')} steps={stopped} current={1} stopped />
}

/** What counts for who agreed on it, in place of what was asked for. */
function asAgreed(data: KlusView, { facts }: AgreedView): KlusView {
  const { hours: hoursTotal, hoursPerWeek, starts, ends, where, place } = facts
  return { ...data, hoursTotal, hoursPerWeek, starts, ends, where, place, flexible: false }
}

function Facts({ t, data, agreed }: { t: Translate; data: KlusView; agreed: readonly AgreedView[] }): VNode {
  const own = agreed.find(({ other }) => other === undefined)
  const terms = own ? asAgreed(data, own) : data
  const term = (name: 'hours' | 'period' | 'place', usual: string) => t(own ? `klus.agreed.${name}` : usual)
  const { places, placesLeft, closes, status } = data
  const asks = status === 'open' || status === 'draft' || status === 'review'
  const may = [
    t(`klus.responders.${data.responders}`),
    closes && asks && `${t('klus.fact.respond')} ${t('klus.closes.until', { date: shortDayIn(t, closes) })}`,
    places > 1 && t('klus.fact.placesLeft', { left: placesLeft, count: places }),
  ]
  return (
    <dl class="dv-klus-page__facts" aria-label={t('klus.facts')}>
      <Fact icon="clock" term={term('hours', 'klus.fact.hours')}>
        {hoursIn(t, terms)}
      </Fact>
      <Fact icon="calendar" term={term('period', 'klus.fact.period')}>
        {periodIn(t, terms)}
      </Fact>
      <Fact icon="map-pin" term={term('place', 'klus.field.place')}>
        {placeIn(t, terms)}
      </Fact>
      <Fact icon="users" term={t('klus.field.responders')}>
        {may.map((line) => line && <div key={line}>{line}</div>)}
      </Fact>
      {agreed.map((one, index) => one.other !== undefined && <AgreedWith key={index} {...{ t, data, one }} />)}
    </dl>
  )
}

/** For who placed it: what it came to with each. */
function AgreedWith({ t, data, one }: { t: Translate; data: KlusView; one: AgreedView }): VNode {
  const terms = asAgreed(data, one)
  return (
    <Fact icon="circle-check" term={t('klus.agreed.with', { name: one.other ?? '' })} wide>
      {[hoursIn(t, terms), periodIn(t, terms), placeIn(t, terms)].join(' · ')}
    </Fact>
  )
}

/** Below the first screen of a telephone; beside the rest it follows the facts. */
function Expertise({ t, data }: { t: Translate; data: KlusView }): VNode | null {
  if (data.expertise.length === 0) return null
  return (
    <dl class="dv-klus-page__facts" aria-label={t('klus.field.expertise')}>
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

function Fact(props: { icon: string; term: string; wide?: boolean; children: ComponentChildren }): VNode | null {
  // A draft does not say all of it yet.
  if (props.children === '') return null
  return (
    <div class={`dv-klus-page__fact${props.wide ? ' dv-klus-page__fact--wide' : ''}`}>
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
    value ? [{ term: t(`klus.field.${name}`), value: <span class="dv-klus-page__words">{value}</span> }] : [],
  )
  const view = { term: t('klus.field.candidateInView'), value: <>{t('klus.readers.candidateInView')}</> }
  const all = candidateInView ? [...items, view] : items
  return all.length > 0 ? <DefinitionList items={all} /> : null
}
