// What of a finished klus may stand on the profile of one of the two, when he wants that.
import type { Side } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import { z } from '../../../lib/schema.ts'

/** The only state in which reviews are open to both. */
export const REVIEWED = 'reviewed'
/** The step with which somebody chooses. */
export const CHOICE = 'showReview'

const review = z.object({ text: z.string(), shown: z.boolean() }).optional()
const schema = z.object({
  reviews: z.object({ author: review, respondent: review }),
  completed: z.string().optional(),
  terms: z.array(
    z.object({
      inForce: z.string().optional(),
      facts: z.object({
        starts: z.string().optional(),
        ends: z.string().optional(),
        worker: z.enum(['author', 'respondent']),
        author: z.object({ organisation: z.string() }),
        respondent: z.object({ organisation: z.string() }),
      }),
    }),
  ),
})
const choice = z.object({ shown: z.boolean() })

export interface ShownReview {
  readonly text: string
  /** Whose words these are. */
  readonly by: 'worker' | 'client'
  readonly organisation: string
  /** Days (YYYY-MM-DD) or moments. */
  readonly from: Instant | undefined
  readonly until: Instant | undefined
}

/**
 * The review of the other one, when whom it is about shows it.
 * @param side of whom it is about
 * @param chosen payload of the last choice that he made here, also one that the other plein did not confirm yet: who
 * takes it back does not wait for anybody
 */
export function shownReview(
  response: { readonly state: string; readonly data: unknown },
  { side, chosen }: { readonly side: Side; readonly chosen: unknown },
): ShownReview | undefined {
  if (response.state !== REVIEWED || choice.safeParse(chosen).data?.shown !== true) return undefined
  const data = schema.safeParse(response.data).data
  const other = side === 'author' ? 'respondent' : 'author'
  const given = data?.reviews[other]
  const facts = data?.terms.findLast(({ inForce }) => inForce !== undefined)?.facts
  if (!data || !facts || given?.shown !== true) return undefined
  const first = data.terms.find(({ inForce }) => inForce !== undefined)?.inForce
  return {
    text: given.text,
    by: facts.worker === other ? 'worker' : 'client',
    organisation: facts[other].organisation,
    from: facts.starts ?? first,
    until: facts.ends ?? data.completed,
  }
}
