// The terms of an agreement in plain words, and who signed them.
import type { VNode } from 'preact'
import { formatNumber } from '../../../src/lib/format.ts'
import type { Translate } from '../../../src/platform/i18n/texts.ts'
import { DefinitionList, Icon, Moment } from '../../ds/index.ts'
import { dayIn } from './words.ts'

export interface TermsFactsView {
  readonly title: string
  readonly text: string
  readonly result: string
  readonly hours: number
  readonly hoursPerWeek?: number | undefined
  readonly starts?: string | undefined
  readonly ends?: string | undefined
  readonly where: 'place' | 'remote' | 'both'
  readonly place?: string | undefined
  readonly loan?: string | undefined
  readonly conditions?: string | undefined
  readonly guidance?: string | undefined
  readonly managerConditions?: string | undefined
  /** No consent of the worker's manager is known. */
  readonly consent?: 'unknown' | undefined
  readonly worker: 'author' | 'respondent'
  readonly author: { readonly name: string; readonly organisation: string }
  readonly respondent: { readonly name: string; readonly organisation: string }
}

export interface TermsView {
  readonly version: number
  readonly facts: TermsFactsView
}

export function KlusTerms({ t, terms }: { t: Translate; terms: TermsView | undefined }): VNode | null {
  if (!terms) return null
  const { facts, version } = terms
  const client = facts.worker === 'author' ? facts.respondent : facts.author
  const person = ({ name, organisation }: TermsFactsView['author']) =>
    organisation ? `${name}, ${organisation}` : name
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['what', facts.title],
    ['result', facts.result],
    ['worker', person(facts[facts.worker])],
    ['client', person(client)],
    ['hours', hoursIn(t, facts)],
    ['period', periodIn(t, facts)],
    ['place', placeIn(t, facts)],
    ['loan', facts.loan && t(`klus.offer.loan.${facts.loan}`)],
    ['guidance', facts.guidance],
    ['conditions', facts.conditions],
    ['managerConditions', facts.managerConditions],
    ['consent', facts.consent && t('klus.terms.consentUnknown', { name: facts[facts.worker].name })],
    ['version', formatNumber(version, t.locale)],
  ]
  const items = lines.flatMap(([term, value]) =>
    value ? [{ term: t(`klus.terms.${term}`), value: <span class="dv-klus__words">{value}</span> }] : [],
  )
  return <DefinitionList items={items} />
}

function hoursIn(t: Translate, { hours, hoursPerWeek }: TermsFactsView): string {
  const total = t('klus.terms.hoursTotal', { hours: formatNumber(hours, t.locale) })
  if (hoursPerWeek === undefined) return total
  return `${total}, ${t('klus.terms.hoursPerWeek', { hours: formatNumber(hoursPerWeek, t.locale) })}`
}

function periodIn(t: Translate, { starts, ends }: TermsFactsView): string | undefined {
  const dates = { starts: starts ? dayIn(t, starts) : '', ends: ends ? dayIn(t, ends) : '' }
  if (starts && ends) return t('klus.terms.fromTo', dates)
  if (starts) return t('klus.terms.from', { starts: dates.starts })
  return ends ? t('klus.terms.to', { ends: dates.ends }) : undefined
}

function placeIn(t: Translate, { where, place }: TermsFactsView): string {
  return where === 'remote' || !place ? t(`klus.terms.where.${where}`) : place
}

export interface SignatureView {
  readonly who: 'author' | 'respondent' | 'manager'
  readonly at: string | undefined
}

/** Whose server speaks plain FEP-0837 only never signs: there is nothing to wait for. */
function missing(who: SignatureView['who'], facts: TermsFactsView): string {
  if (facts.consent !== 'unknown' || who === 'author') return 'klus.terms.notSigned'
  return who === 'manager' ? 'klus.terms.notKnown' : 'klus.terms.cannotSign'
}

/** Three lines: who signed and when, and who has still to sign. */
export function Signatures(props: {
  t: Translate
  now: string
  signatures: readonly SignatureView[]
  facts: TermsFactsView
}): VNode {
  const { t, now, signatures, facts } = props
  return (
    <ul class="dv-signatures">
      {signatures.map(({ who, at }) => (
        <li key={who} class={`dv-signatures__line${at === undefined ? ' dv-signatures__line--waiting' : ''}`}>
          <Icon name={at === undefined ? 'clock' : 'circle-check'} />
          <span>
            {who === 'manager' ? t('klus.terms.managerOf', { name: facts[facts.worker].name }) : facts[who].name}
            {': '}
            {at === undefined ? t(missing(who, facts)) : t('klus.terms.signed')}
            {at === undefined ? null : (
              <>
                {' '}
                <Moment instant={at} now={now} t={t} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
