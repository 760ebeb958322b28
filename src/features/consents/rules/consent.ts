// Toestemming: how long a manager has, when he is reminded, and what he can answer.
import { clockFrom, type Instant, millisOf } from '../../../lib/clock.ts'
import { z } from '../../../lib/schema.ts'
import type { ConsentId } from '../tables.ts'

declare module '../../../core/events.ts' {
  interface Events {
    /** A manager is to be asked by mail. */
    'consent.asked': { consentId: ConsentId }
    /** He did not answer yet; `nth` is 1 or 2. */
    'consent.reminded': { consentId: ConsentId; nth: number }
    /** He answered, or time did. */
    'consent.decided': { consentId: ConsentId }
  }
}

const DAY = 86_400_000

/** How long a manager has, in milliseconds. */
export const CONSENT_MILLIS = 14 * DAY
/** After so long he is reminded. */
export const REMINDERS = [5 * DAY, 10 * DAY] as const
/** Purpose of the signed link. */
export const CONSENT_LINK = 'consent'

export const consentLimits = {
  name: 120,
  words: 1000,
  /** Managers that may be asked about one response in a day: who mistypes has some tries, who sends spam has not. */
  asksPerDay: 5,
} as const

export const answers = ['given', 'conditional', 'refused'] as const
export type Answer = (typeof answers)[number]

export const answerForm = z.object({
  answer: z.enum(answers, 'consent.chooseAnswer'),
  words: z.string().trim().max(consentLimits.words, 'field.tooLong').default(''),
})
export type AnswerForm = z.output<typeof answerForm>

/**
 * It stands in a mail to somebody else: no address or link, which a mail program would make one can click on.
 * Letters, figures, spaces and what names have between them; a dot after initials only ("drs. J.P. de Vries").
 */
const PERSON_NAME = /^(?!.*[\p{L}\p{N}]{2}\.[\p{L}\p{N}]{2})[\p{L}\p{M}\p{N} .,'’()-]+$/u

export const askForm = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'field.required')
    .max(consentLimits.name, 'field.tooLong')
    .regex(PERSON_NAME, 'consent.badName'),
  email: z.string().trim().min(1, 'field.required'),
})
export type AskForm = z.output<typeof askForm>

/** Until when a manager who was asked then can answer. */
export function consentEnds(asked: Instant): Instant {
  return clockFrom(() => millisOf(asked)).in(CONSENT_MILLIS)
}

export function isOver(asked: Instant, now: Instant): boolean {
  return millisOf(now) >= millisOf(asked) + CONSENT_MILLIS
}

/** Which reminder is due (1, 2), or 0. One that was missed is not made up for when the next is due. */
export function reminderDue({ asked, reminded }: { asked: Instant; reminded: Instant | null }, now: Instant): number {
  const age = millisOf(now) - millisOf(asked)
  const due = REMINDERS.filter((after) => age >= after).length
  const done = reminded === null ? 0 : REMINDERS.filter((after) => millisOf(reminded) - millisOf(asked) >= after).length
  return due > done ? due : 0
}
