// What somebody looks for among klussen: the filters of the list, and the query string that they are written as.
import type { OrganisationType } from '../../organisations/index.ts'
import { organisationTypes } from '../../organisations/index.ts'

export const sorts = ['newest', 'closing', 'fit'] as const
export type Sort = (typeof sorts)[number]

/** What one filters by. Absent: all. */
export interface KlusFilter {
  /** Words that must all stand in it. */
  readonly search?: string
  readonly purpose?: 'request' | 'offer'
  /** Lower case; any of these. */
  readonly expertise?: readonly string[]
  /** Name of a group of themes. */
  readonly theme?: string
  /** Hours per week. */
  readonly hoursFrom?: number
  readonly hoursTo?: number
  /** Dates (YYYY-MM-DD) between which one has time. */
  readonly from?: string
  readonly until?: string
  /** `remote`: can be done from anywhere; `place`: at a place. */
  readonly where?: 'remote' | 'place'
  readonly place?: string
  readonly organisationType?: OrganisationType
  /** Only those that close within a week. */
  readonly closing?: boolean
  readonly sort?: Sort
}

type Query = Readonly<Record<string, string>>

const TEXT_MAX = 100
const EXPERTISE_MAX = 10
const HOURS_MAX = 40

/** Reads the query string of the list; what makes no sense counts as not asked. */
export function filterFrom(query: Query): KlusFilter {
  const found = {
    search: text(query['q']),
    purpose: oneOf(query['purpose'], ['request', 'offer'] as const),
    expertise: expertiseFrom(query['expertise'] ?? ''),
    theme: text(query['theme']),
    hoursFrom: hours(query['hoursFrom']),
    hoursTo: hours(query['hoursTo']),
    from: date(query['from']),
    until: date(query['until']),
    where: oneOf(query['where'], ['remote', 'place'] as const),
    place: text(query['place']),
    organisationType: oneOf(query['organisation'], organisationTypes),
    closing: query['closing'] ? true : undefined,
    sort: oneOf(query['sort'], sorts),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as KlusFilter
}

/** The filter as a query string without `?`, always in the same order: two searches for the same are the same text. */
export function queryOf(filter: KlusFilter): string {
  const { search, expertise, organisationType, closing, ...rest } = filter
  const all: Readonly<Record<string, string | number | undefined>> = {
    ...rest,
    q: search,
    expertise: expertise?.toSorted().join(', '),
    organisation: organisationType,
    closing: closing ? 'on' : undefined,
    sort: filter.sort === 'newest' ? undefined : filter.sort,
  }
  const set = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return new URLSearchParams(set.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))).toString()
}

/** True when nothing is asked but, at most, an order. */
export function isEverything(filter: KlusFilter): boolean {
  return Object.keys(filter).every((name) => name === 'sort')
}

/** Subjects as typed, with commas between them; undefined when there are none. */
function expertiseFrom(typed: string): readonly string[] | undefined {
  const all = typed
    .normalize('NFC')
    .toLowerCase()
    .split(/[,;\n]+/)
    .map((one) => one.trim().replace(/\s+/g, ' ').slice(0, 50))
    .filter((one) => one !== '')
  return all.length > 0 ? [...new Set(all)].slice(0, EXPERTISE_MAX) : undefined
}

function text(typed: string | undefined): string | undefined {
  const found = (typed ?? '').normalize('NFC').trim().replace(/\s+/g, ' ').slice(0, TEXT_MAX)
  return found === '' ? undefined : found
}

function oneOf<const T extends string>(typed: string | undefined, all: readonly T[]): T | undefined {
  return all.find((one) => one === typed)
}

function hours(typed: string | undefined): number | undefined {
  const found = Number((typed ?? '').replace(',', '.'))
  return typed?.trim() && found >= 0 && found <= HOURS_MAX ? found : undefined
}

function date(typed: string | undefined): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(typed ?? '') && !Number.isNaN(Date.parse(typed ?? '')) ? typed : undefined
}
