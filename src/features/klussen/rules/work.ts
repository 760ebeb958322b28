// What an agreement about a klus comes down to: who works for whom, how long, how much. Without names.
import type { Instant } from '../../../lib/clock.ts'
import type { ContentId, ResponseId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { factsOf, NEVER } from './facts.ts'

/** States in which work was agreed and is not over. */
export const liveStates: readonly string[] = ['agreed', 'running', 'closing']

const schema = z.object({
  terms: z
    .array(
      z.object({
        inForce: z.string().optional(),
        facts: z.object({ hours: z.number(), starts: z.string().optional(), ends: z.string().optional() }),
      }),
    )
    .catch([]),
  hours: z.array(z.object({ hours: z.number(), state: z.string() })).catch([]),
  outside: z.object({ at: z.string() }).optional().catch(undefined),
})

export interface Agreed {
  readonly content: {
    readonly id: ContentId
    readonly published: Instant
    readonly local: boolean
    readonly data: unknown
  }
  readonly author: { readonly host: string }
  readonly respondent: { readonly host: string }
  readonly response: {
    readonly id: ResponseId
    readonly state: string
    readonly data: unknown
    readonly moved: Instant
  }
}

/** Days are YYYY-MM-DD. When it was agreed is by the signatures; else it is the moment that it came to that. */
export function workOf({ content, author, respondent, response }: Agreed) {
  const facts = factsOf(content)
  const { terms, hours, outside } = schema.parse(response.data)
  const counting = terms.findLast(({ inForce }) => inForce !== undefined)
  const first = terms.find(({ inForce }) => inForce !== undefined)
  const worker = facts.purpose === 'offer' ? ('author' as const) : ('respondent' as const)
  const [works, asks] = worker === 'author' ? [author, respondent] : [respondent, author]
  return {
    responseId: response.id,
    contentId: content.id,
    own: content.local ? (1 as const) : (0 as const),
    worker,
    workerHost: works.host,
    clientHost: asks.host,
    state: response.state,
    live: liveStates.includes(response.state) ? (1 as const) : (0 as const),
    opened: content.published,
    agreed: first?.inForce ?? outside?.at ?? response.moved,
    starts: counting?.facts.starts ?? facts.starts ?? null,
    ends: counting?.facts.ends ?? facts.ends ?? NEVER,
    hours: counting?.facts.hours ?? facts.hoursTotal ?? null,
    hoursDone: hours.filter(({ state }) => state === 'confirmed').reduce((sum, entry) => sum + entry.hours, 0),
  }
}
