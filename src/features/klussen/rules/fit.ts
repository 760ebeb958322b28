// How well a klus fits somebody: which of its subjects are his too, and whether the hours fit.
import type { KlusFacts } from './facts.ts'

/** What a klus is compared with. */
export interface Abilities {
  /** Lower case: themes of the profile, and subjects of the availability. */
  readonly subjects: readonly string[]
  /** Hours per week that somebody has; undefined: not said. */
  readonly hoursPerWeek: number | undefined
}

export interface Fit {
  /** Subjects of the klus that match, in the order of the klus. */
  readonly matched: readonly string[]
  /** How many subjects the klus asks for. */
  readonly of: number
  /** Undefined when one of both did not say. */
  readonly hoursFit: boolean | undefined
}

/** Undefined when nothing matches. */
export function fitOf(
  klus: Pick<KlusFacts, 'expertise' | 'hoursPerWeek'>,
  { subjects, hoursPerWeek }: Abilities,
): Fit | undefined {
  const mine = new Set(subjects)
  const matched = klus.expertise.filter((one) => mine.has(one))
  if (matched.length === 0) return undefined
  const known = klus.hoursPerWeek !== undefined && hoursPerWeek !== undefined
  return {
    matched,
    of: klus.expertise.length,
    hoursFit: known ? Number(klus.hoursPerWeek) <= hoursPerWeek : undefined,
  }
}
