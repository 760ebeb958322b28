// A step of the respondent as it goes to the item's plein: written and read.
import type { JsonObject } from '../../../core/federation.ts'
import type { Instant } from '../../../lib/clock.ts'
import { toInstant } from '../../../lib/clock.ts'
import { parseIri, sameOrigin } from '../../../lib/iri.ts'
import { z } from '../../../lib/schema.ts'
import { responseLimits, type Step } from './response.ts'

export const STEP_TYPE = 'dwv:Step'

export interface ReceivedStep {
  readonly iri: string
  readonly itemIri: string
  readonly move: string
  /** The respondent himself, or his manager. */
  readonly maker: 'respondent' | 'manager'
  readonly payload: unknown
  readonly proof: JsonObject | undefined
  readonly made: Instant
  /** His step before this one: this one waits for it. */
  readonly previousIri: string | undefined
}

/** @param about.previousIri his step before this one, when that was not answered yet */
export function stepObject(
  step: Pick<Step, 'iri' | 'made' | 'move' | 'maker' | 'payload' | 'proof'>,
  about: { itemIri: string; responseIri: string | null; actorIri: string; previousIri: string | undefined },
): JsonObject & { readonly type: string } {
  return {
    id: step.iri,
    type: STEP_TYPE,
    attributedTo: about.actorIri,
    context: about.responseIri ?? about.itemIri,
    'dwv:item': about.itemIri,
    published: step.made,
    'dwv:move': step.move,
    'dwv:maker': step.maker,
    'dwv:payload': (step.payload ?? {}) as JsonObject,
    ...(step.proof ? { 'dwv:proof': step.proof } : {}),
    ...(about.previousIri ? { 'dwv:previous': about.previousIri } : {}),
  }
}

const iri = z.string().refine((text) => parseIri(text) !== undefined)
const schema = z.object({
  id: iri,
  type: z.literal(STEP_TYPE),
  'dwv:item': iri,
  published: z.string().optional(),
  'dwv:move': z.string().max(100),
  'dwv:maker': z.enum(['respondent', 'manager']).default('respondent'),
  'dwv:payload': z.record(z.string(), z.unknown()).default({}),
  'dwv:proof': z.record(z.string(), z.unknown()).optional(),
  'dwv:previous': iri.optional(),
})

/** What was asked, or undefined when it cannot be read. A step is on the server of who makes it. */
export function readStep(value: unknown, actorIri: string, now: Instant): ReceivedStep | undefined {
  const read = schema.safeParse(value)
  if (!read.success || !sameOrigin(read.data.id, actorIri)) return undefined
  const { data } = read
  if (JSON.stringify([data['dwv:payload'], data['dwv:proof'] ?? null]).length > responseLimits.payload) return undefined
  const made = toInstant(data.published) ?? now
  const previousIri = data['dwv:previous']
  return {
    iri: data.id,
    itemIri: data['dwv:item'],
    move: data['dwv:move'],
    maker: data['dwv:maker'],
    payload: data['dwv:payload'],
    proof: data['dwv:proof'] as JsonObject | undefined,
    made: made < now ? made : now,
    previousIri: previousIri !== undefined && sameOrigin(previousIri, actorIri) ? previousIri : undefined,
  }
}
