// What a klus says of itself, and in which states it can be.
import { z } from '../../lib/schema.ts'

/** gevraagd: somebody asks for help; aangeboden: somebody offers it (FEP-0837 `purpose`). */
export const purposes = ['request', 'offer'] as const
export type Purpose = (typeof purposes)[number]

/** draft → review? → open → filled → completed; or closed (by the author), expired, withdrawn, cancelled. */
export const klusStatuses = [
  'draft',
  'review',
  'open',
  'filled',
  'closed',
  'expired',
  'withdrawn',
  'cancelled',
  'completed',
] as const
export type KlusStatus = (typeof klusStatuses)[number]

export const wheres = ['place', 'remote', 'both'] as const
export const responders = ['organisation', 'network', 'group'] as const
/** detachering, om niet, punten. */
export const termsOfLoan = ['secondment', 'free', 'points'] as const

/** Greatest lengths in characters; hours and places in numbers. */
export const klusLimits = {
  text: 2000,
  line: 300,
  place: 120,
  expertise: 5,
  expertiseLength: 50,
  hoursPerWeek: 40,
  hoursTotal: 2000,
  places: 50,
} as const

const line = z.string().trim().max(klusLimits.line, 'field.tooLong')
const text = z.string().trim().max(klusLimits.text, 'field.tooLong')
const hours = (most: number) => z.number('klus.hoursNeeded').min(0.5, 'klus.hoursNeeded').max(most, 'klus.hoursTooMany')

/** A day (YYYY-MM-DD). Of a year typed as "26" a browser makes the year 26: nobody means that. */
export const klusDay = z.iso.date('klus.noDate').refine((day) => day >= '2000', 'klus.noDate')

export const klusSchema = z.object({
  purpose: z.enum(purposes).default('request'),
  /** What it must bring. */
  result: text.default(''),
  /** For whom, or which opgave. */
  forWhom: line.optional(),
  /** Lower case, 1 to 5 before it opens. */
  expertise: z
    .array(z.string().trim().toLowerCase().min(1).max(klusLimits.expertiseLength, 'klus.longExpertise'))
    .max(klusLimits.expertise, 'klus.tooMuchExpertise')
    .default([]),
  hoursPerWeek: hours(klusLimits.hoursPerWeek).optional(),
  hoursTotal: hours(klusLimits.hoursTotal).optional(),
  /** Dates (YYYY-MM-DD). */
  starts: klusDay.optional(),
  ends: klusDay.optional(),
  flexible: z.boolean().default(false),
  where: z.enum(wheres).default('both'),
  place: z.string().trim().max(klusLimits.place, 'field.tooLong').optional(),
  responders: z.enum(responders).default('network'),
  /** Last day to respond. */
  closes: klusDay.optional(),
  guidance: text.optional(),
  learn: text.optional(),
  loan: z.enum(termsOfLoan).optional(),
  conditions: text.optional(),
  candidateInView: z.boolean().default(false),
  contact: line.optional(),
  places: z
    .number('klus.placesNeeded')
    .int('klus.placesNeeded')
    .min(1, 'klus.placesNeeded')
    .max(klusLimits.places, 'klus.placesTooMany')
    .default(1),
  // ── not typed by anybody: kept by the house ──
  status: z.enum(klusStatuses).default('draft'),
  /** Places that nobody holds, as the klus's own plein says. */
  placesLeft: z.number().int().min(0).default(1),
  /** Somebody responded: from then on it is not silently deleted. */
  responded: z.boolean().default(false),
})

export type KlusData = z.output<typeof klusSchema>
