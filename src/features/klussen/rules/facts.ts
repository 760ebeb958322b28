// What lists and matching know of a klus: read from its own data, whatever wrote that.
import type { Content } from '../../../core/kind.ts'
import { millisOf } from '../../../lib/clock.ts'
import { plainText } from '../../../lib/html.ts'
import { z } from '../../../lib/schema.ts'

/** Name of the kind. */
export const KLUS = 'klus'
/** The last day of a klus that names none. */
export const NEVER = '9999-12-31'

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d/)
  .transform((text) => text.slice(0, 10))
  .optional()
  .catch(undefined)
const number = z.number().optional().catch(undefined)

const schema = z.object({
  purpose: z.enum(['request', 'offer']).catch('request'),
  status: z.string().catch('draft'),
  result: z.string().catch(''),
  forWhom: z.string().catch(''),
  expertise: z.array(z.string()).catch([]),
  hoursPerWeek: number,
  hoursTotal: number,
  starts: day,
  ends: day,
  flexible: z.boolean().catch(false),
  where: z.enum(['place', 'remote', 'both']).catch('both'),
  place: z.string().catch(''),
  closes: day,
  places: z.number().catch(1),
  placesLeft: z.number().catch(1),
})

export type KlusFacts = z.output<typeof schema>

/** Dates are days (YYYY-MM-DD); subjects are lower case. */
export function factsOf(item: Pick<Content, 'data'>): KlusFacts {
  const facts = schema.parse(typeof item.data === 'object' && item.data !== null ? item.data : {})
  return { ...facts, expertise: [...new Set(facts.expertise.map((one) => one.normalize('NFC').toLowerCase()))] }
}

const WEEK = 7 * 86_400_000

/** Hours per week: as it says, or its hours in total over its weeks; undefined when neither is known. */
export function hoursPerWeekOf(facts: Pick<KlusFacts, 'hoursPerWeek' | 'hoursTotal' | 'starts' | 'ends'>) {
  const { hoursPerWeek, hoursTotal, starts, ends } = facts
  if (hoursPerWeek !== undefined || hoursTotal === undefined || !starts || !ends || ends < starts) return hoursPerWeek
  const weeks = Math.max(1, (millisOf(ends) - millisOf(starts)) / WEEK)
  return Math.round((hoursTotal / weeks) * 10) / 10
}

/** Everything that a search looks in, lower case. */
export function searchTextOf(item: Pick<Content, 'title' | 'html' | 'summary'>, facts: KlusFacts): string {
  const text = plainText(item.html) || item.summary
  const { result, forWhom, expertise, place } = facts
  return [item.title, ...expertise, place, result, forWhom, text]
    .join(' \n')
    .normalize('NFC')
    .toLowerCase()
    .slice(0, SEARCHED)
}

const SEARCHED = 3000
const WORDS_MAX = 250
const WORD_MAX = 40

/** The words of a text, each once; of a long text the first. */
export function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .map((word) => word.slice(0, WORD_MAX))
  return [...new Set(words)].slice(0, WORDS_MAX)
}
