// The states of one person's response to a klus, and which of them hold a place or are the end.

/** The bar of steps. */
export const klusPath = [
  'interested',
  'in_talks',
  'offered',
  'agreed',
  'running',
  'closing',
  'completed',
  'reviewed',
] as const

/** In the order of a usual life; then the side exits. */
export const klusStates = ['invited', ...klusPath, 'withdrawn', 'declined', 'expired', 'cancelled'] as const
export type KlusState = (typeof klusStates)[number]

/** States that hold one of the places. */
export const takingStates = [
  'agreed',
  'running',
  'closing',
  'completed',
  'reviewed',
] as const satisfies readonly KlusState[]

/** States in which nothing more is expected. */
export const endedStates = [
  'reviewed',
  'withdrawn',
  'declined',
  'expired',
  'cancelled',
] as const satisfies readonly KlusState[]

/** Does a response in this state hold one of the places? */
export function holdsPlace(state: string): boolean {
  return takingStates.some((one) => one === state)
}

const DAY = 86_400_000

/** Milliseconds that is waited for an answer, or for a review. */
export const patience = {
  invitation: 14 * DAY,
  /** Twice a manager's 14 days: who works reads the terms first, and then asks him. */
  offer: 28 * DAY,
  /** After the last move and the last day to respond: who never got an answer is told, and does not wait for ever. */
  talk: 60 * DAY,
  review: 14 * DAY,
  /** Before the worker is reminded to confirm that it is done; then, before time completes it. */
  confirmation: 14 * DAY,
  lastWord: 16 * DAY,
} as const
