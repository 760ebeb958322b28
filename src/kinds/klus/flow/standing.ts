// What is kept of one response to a klus: motivation, terms with their signatures, hours, completion, reviews, the end.
import type { Move, Situation, Standing } from '../../../core/flow.ts'
import { z } from '../../../lib/schema.ts'
import { type KlusData, termsOfLoan, wheres } from '../rules.ts'
import type { KlusState } from './states.ts'

/** What another plein tells is drawn on pages here: what is no moment, day, address or amount is not taken over. */
const instant = z.iso.datetime()
const day = z.iso.date()
/** Hours; wide, because each move has limits of its own. */
const amount = z.number().min(0).max(10_000)
const count = z.int().min(0).max(1_000_000)
/** An object integrity proof, as it was made. */
const proof = z.record(z.string(), z.json())
const party = z.object({ iri: z.string(), name: z.string(), organisation: z.string(), host: z.string() })
const side = z.enum(['author', 'respondent'])

/** What was agreed, word for word, as it was when it was offered. Nothing in it changes any more. */
const facts = z.object({
  klus: z.url(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  result: z.string(),
  hours: amount,
  hoursPerWeek: amount.optional(),
  starts: day.optional(),
  ends: day.optional(),
  where: z.enum(wheres),
  place: z.string().optional(),
  loan: z.enum(termsOfLoan).optional(),
  conditions: z.string().optional(),
  guidance: z.string().optional(),
  /** What the worker's manager asks. */
  managerConditions: z.string().optional(),
  /** No consent of the worker's manager is known: his server has no way to tell it. */
  consent: z.literal('unknown').optional(),
  /** Which of the two does the work. */
  worker: side,
  author: party,
  respondent: party,
})

const signature = z.object({ proof, at: instant })

const terms = z.object({
  version: count,
  /** Its name on the wire: the id of the agreement. */
  iri: z.string(),
  facts,
  made: instant,
  by: z.enum(['author', 'respondent', 'manager']),
  signatures: z.object({
    author: signature.optional(),
    respondent: signature.optional(),
    manager: signature.optional(),
  }),
  /** Since when it counts; absent: not signed by all. */
  inForce: instant.optional(),
})

const hoursEntry = z.object({
  id: z.string(),
  date: day,
  hours: amount,
  what: z.string(),
  state: z.enum(['logged', 'confirmed', 'disputed']),
  /** Why the client does not agree. */
  reason: z.string().optional(),
})

const review = z.object({
  text: z.string(),
  at: instant,
  /** Whom it is about wants it on his profile. */
  shown: z.boolean(),
})

export const standingSchema = z.object({
  /** Words of an invitation. */
  invitation: z.string().default(''),
  motivation: z.string().default(''),
  /** That the respondent has, or needs. */
  hoursOffered: amount.optional(),
  /** How many versions of the terms there were. */
  versions: count.default(0),
  /** Those that were ever in force, and the one that waits for signatures; oldest first. */
  terms: z.array(terms).default([]),
  hours: z.array(hoursEntry).default([]),
  /** What each learned. */
  learned: z.object({ worker: z.string().optional(), client: z.string().optional() }).default({}),
  /** Why the worker did not think that it was completed, the last time. */
  reopened: z.string().optional(),
  /** When the client said that it is done. */
  finished: instant.optional(),
  /** When time asked the worker once more to confirm that. */
  reminded: instant.optional(),
  completed: instant.optional(),
  /** The worker never confirmed: time completed it. */
  completedByTime: z.boolean().optional(),
  reviews: z.object({ author: review.optional(), respondent: review.optional() }).default({}),
  ending: z
    .object({
      move: z.string(),
      by: z.enum(['author', 'respondent', 'manager', 'clock']),
      from: z.string(),
      reason: z.string(),
      words: z.string(),
      at: instant,
    })
    .optional(),
  /** What somebody who does not speak our additions accepted with. */
  outside: z.object({ agreement: proof, at: instant }).optional(),
})

export type KlusResponse = z.output<typeof standingSchema>
export type Terms = KlusResponse['terms'][number]
export type TermsFacts = Terms['facts']
export type HoursEntry = KlusResponse['hours'][number]
export type SignedBy = keyof Terms['signatures']

export type KlusStanding = Standing<KlusState, KlusResponse>
export type KlusSituation = Situation<KlusData>
export type KlusMove<Payload> = Move<KlusState, KlusResponse, Payload, KlusData>

export const nothing: KlusResponse = standingSchema.parse({})
