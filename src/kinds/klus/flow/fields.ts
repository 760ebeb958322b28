// How the fields of moves are read, from a form as from another plein: numbers with a comma, empty fields as nothing.
import { z } from '../../../lib/schema.ts'
import { klusDay, klusLimits, termsOfLoan } from '../rules.ts'

/** Greatest lengths in characters, and numbers. */
export const moveLimits = {
  words: 1000,
  text: 2000,
  note: 300,
  hoursInOneEntry: 60,
  /** Entries that are confirmed in one step: more do not fit in what one plein sends another. */
  entriesAtOnce: 400,
} as const

function emptyAsNothing(value: unknown): unknown {
  return typeof value === 'string' && value.trim() === '' ? undefined : value
}

function asNumber(value: unknown): unknown {
  const given = emptyAsNothing(value)
  return typeof given === 'string' ? Number(given.trim().replace(',', '.')) : given
}

/** Hours, by the quarter. */
export function hours(most: number) {
  const number = z
    .number('klus.timeNeeded')
    .positive('klus.timeNeeded')
    .max(most, 'field.tooBig')
    .multipleOf(0.25, 'klus.hoursByQuarter')
  return z.preprocess(asNumber, number)
}

export function maybeHours(most: number) {
  return z.preprocess(
    asNumber,
    z
      .number('klus.timeNeeded')
      .positive('klus.timeNeeded')
      .max(most, 'field.tooBig')
      .multipleOf(0.25, 'klus.hoursByQuarter')
      .optional(),
  )
}

/** A day (YYYY-MM-DD). */
export const day = z.preprocess(emptyAsNothing, klusDay)
export const maybeDay = z.preprocess(emptyAsNothing, klusDay.optional())

export function words(most: number) {
  return z.string().trim().max(most, 'field.tooLong').default('')
}

export function wordsNeeded(most: number, code: string) {
  return z.string(code).trim().min(1, code).max(most, 'field.tooLong')
}

export const maybeLoan = z.preprocess(emptyAsNothing, z.enum(termsOfLoan).optional())

/** The version of the terms that somebody had before him. */
export const version = z.preprocess(asNumber, z.number().int().min(1))

/** Ids of entries, as an array or with commas between them. */
export const entries = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
  z.array(z.string().max(64)).min(1, 'klus.noSuchHours').max(moveLimits.entriesAtOnce, 'klus.hoursManyAtOnce'),
)

export const flag = z.preprocess(
  (value) => (typeof value === 'string' ? ['true', 'on', '1', 'yes'].includes(value) : (value ?? false)),
  z.boolean(),
)

export const mostHours = klusLimits.hoursTotal
export const mostHoursPerWeek = klusLimits.hoursPerWeek
