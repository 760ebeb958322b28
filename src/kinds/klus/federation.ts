// A klus on the wire: an FEP-0837 Proposal with one Intent; what that has no word for, as terms of our own.
import type { Json, JsonObject } from '../../core/federation.ts'
import type { CompanionNote, Content, ReceivedDraft } from '../../core/kind.ts'
import { idIn, listIn, textIn, objectsIn, typesIn } from '../../lib/as2.ts'
import { escapeHtml, excerpt } from '../../lib/html.ts'
import { quantityOf } from './flow/wire.ts'
import { isUnopened } from './rules/publish.ts'
import { type KlusData, klusLimits, klusSchema } from './rules.ts'

/** FEP-0837 names; the context of the room `klussen` says what they stand for. */
export const PROPOSAL = 'Proposal'
const VF = 'https://w3id.org/valueflows/ont/vf#'

/** Said by FEP-0837 itself, or by the spine. */
const wordsOfOthers = new Set<string>(['purpose', 'closes', 'responded'])

/** Our own terms: a member of the data each, under its own name. `responded` is told to nobody. */
const ownTerms = (Object.keys(klusSchema.shape) as (keyof KlusData)[]).filter((name) => !wordsOfOthers.has(name))

/** The Proposal, without what the spine adds. */
export function toObject(content: Content<KlusData>): { type: string } & JsonObject {
  const { data, iri, title } = content
  const hours = quantityOf(data)
  const free = data.status === 'open' ? data.placesLeft : 0
  return {
    type: PROPOSAL,
    name: title,
    purpose: data.purpose,
    publishes: {
      type: 'Intent',
      id: `${iri}#primary`,
      action: 'deliverService',
      resourceQuantity: hoursAs(hours),
      availableQuantity: hoursAs(hours * free),
    },
    unitBased: false,
    ...(data.closes === undefined ? {} : { endTime: `${data.closes}T23:59:59Z` }),
    ...(data.place && data.where !== 'remote' ? { location: { type: 'Place', name: data.place } } : {}),
    ...Object.fromEntries(ownTerms.map((name) => [`dwv:${name}`, data[name] as Json | undefined])),
  }
}

/**
 * The note for software that knows no Proposal: the facts in its text, the most needed in its summary (all that
 * Mastodon shows of an Article), and the Proposal as a link, as FEP-0ea0 and FEP-e232 have it.
 */
export function toCompanion(
  content: Pick<Content<KlusData>, 'iri' | 'title' | 'url'>,
  facts: readonly { readonly term: string; readonly text: string }[],
): CompanionNote {
  const link = { type: 'Link', href: content.iri, mediaType: PROPOSAL_TYPE, name: content.title }
  const rows = facts.map(({ term, text }) => `<li><strong>${escapeHtml(term)}</strong>: ${escapeHtml(text)}</li>`)
  return {
    type: 'Article',
    name: content.title,
    summary: `${facts.map(({ term, text }) => sentence(`${term}: ${excerpt(text, SHORT)}`)).join(' ')} ${content.url}`,
    head: `<ul>${rows.join('')}</ul>`,
    tag: [link],
    attachment: [{ ...link, rel: `${VF}${PROPOSAL}` }],
  }
}

/** Of one fact, in a summary that people read to the end. */
const SHORT = 300

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

const PROPOSAL_TYPE = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

function hoursAs(hours: number): JsonObject {
  return { hasUnit: 'hour', hasNumericalValue: String(hours) }
}

/**
 * Any Proposal of work: ours, and what others ask or offer, as far as it can be told. Work that is no work (`transfer`)
 * is no klus: null.
 */
export function fromObject(object: JsonObject): ReceivedDraft<KlusData> | null {
  if (!typesIn(object).some((type) => nameOf(type) === PROPOSAL)) return null
  const intent = objectsIn(valueOf(object, 'publishes'))[0]
  if (!intent || nameOf(textOrId(valueOf(intent, 'action'))) !== 'deliverService') return null
  const said: Record<string, unknown> = {
    ...theirWords(object, intent),
    ...Object.fromEntries(ownTerms.flatMap((name) => ownTerm(name, object[`dwv:${name}`]))),
    purpose: nameOf(textOrId(valueOf(object, 'purpose'))),
  }
  return { title: textIn(object['name']) ?? '', data: readable(said) }
}

/** Lists of one come as the one. */
function ownTerm(name: keyof KlusData, value: unknown): [string, unknown][] {
  if (value === undefined) return []
  return [[name, name === 'expertise' ? listIn(value).slice(0, klusLimits.expertise) : listIn(value)[0]]]
}

/** What FEP-0837 and ActivityStreams say; ours says it again in our own terms, and better. */
function theirWords(object: JsonObject, intent: JsonObject): Record<string, unknown> {
  const total = hoursIn(valueOf(intent, 'resourceQuantity'))
  const available = objectsIn(valueOf(intent, 'availableQuantity'))[0]
  const none = available !== undefined && Number(textOrNumber(valueOf(available, 'hasNumericalValue'))) === 0
  const place = textIn(objectsIn(object['location'])[0]?.['name'])
  const ours = object['dwv:status'] !== undefined
  return {
    status: none ? 'filled' : 'open',
    placesLeft: none ? 0 : 1,
    ...(ours ? {} : { hoursTotal: total, place: place?.slice(0, klusLimits.place) }),
    closes: textIn(object['endTime'])?.slice(0, 10),
  }
}

const HOURS: Readonly<Record<string, number>> = { hour: 1, minute: 1 / 60, second: 1 / 3600, day: 8 }

/** Hours, when it is an amount of time; half an hour is the least. */
function hoursIn(measure: unknown): number | undefined {
  const found = objectsIn(measure)[0]
  if (!found) return undefined
  const each = HOURS[nameOf(textOrId(valueOf(found, 'hasUnit'))).toLowerCase()]
  const hours = each && Math.round(each * Number(textOrNumber(valueOf(found, 'hasNumericalValue'))) * 2) / 2
  return hours && hours >= 0.5 && hours <= klusLimits.hoursTotal ? hours : undefined
}

/** Each member that its schema takes; the rest is left out, never a reason to lose the whole. What is sent is open. */
function readable(said: Readonly<Record<string, unknown>>): KlusData {
  const kept = Object.entries(klusSchema.shape).flatMap(([name, schema]) => {
    const value = said[name]
    if (value === undefined || value === null) return []
    const read = schema.safeParse(value)
    return read.success && read.data !== undefined ? [[name, read.data] as const] : []
  })
  const data = klusSchema.parse(Object.fromEntries(kept))
  return isUnopened(data) ? { ...data, status: 'open' } : data
}

/** A property by its short name, with the vocabulary's prefix, or whole. */
function valueOf(thing: JsonObject, name: string): unknown {
  return thing[name] ?? thing[`vf:${name}`] ?? thing[`${VF}${name}`] ?? thing[`om2:${name}`] ?? thing[`${OM2}${name}`]
}
const OM2 = 'http://www.ontology-of-units-of-measure.org/resource/om-2/'

/** `vf:Proposal`, `https://…#Proposal` and `Proposal` are one. */
function nameOf(iri: string): string {
  return iri.replace(/^.*[#:/]/, '')
}

function textOrId(value: unknown): string {
  return textIn(value) ?? idIn(value) ?? ''
}

/** Numbers come as such, as text, or as a typed literal. */
function textOrNumber(value: unknown): string {
  const [first] = listIn(value)
  const literal = objectsIn(first)[0]?.['@value']
  return String(literal ?? first ?? '')
}
