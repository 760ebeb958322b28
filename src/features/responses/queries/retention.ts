// How long what is between two people is kept after its end.
import type { Ctx } from '../../../core/context.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { Db } from '../../../platform/db/database.ts'
import { getSetting } from '../../instances/index.ts'

/** Name of the setting, in whole months. */
export const KEEP_SETTING = 'responses.keepMonths'
export const KEEP_MONTHS = { usual: 24, least: 1, most: 120 } as const

/** Months after its end for which the personal parts of a response are kept. */
export async function keepMonths(db: Db): Promise<number> {
  return (await getSetting<number>(db, KEEP_SETTING)) ?? KEEP_MONTHS.usual
}

/** A month, as retention counts it: milliseconds. */
const MONTH = (365.25 / 12) * 86_400_000

/** What was over before that moment is kept no longer. */
export async function keptSince({ db, clock }: Ctx): Promise<Instant> {
  return clock.in(-Math.round((await keepMonths(db)) * MONTH))
}
