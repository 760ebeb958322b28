// A new private address for one's calendar; the one before it ends.
import type { Ctx } from '../../../core/context.ts'
import { personOf } from '../../../core/viewer.ts'
import { newId } from '../../../lib/id.ts'
import { putSetting } from '../../instances/index.ts'
import { calendarSetting } from '../rules/calendar.ts'

/** @throws Unauthenticated */
export async function renewCalendar(ctx: Ctx): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const name = calendarSetting(personId)
  await ctx.transaction((tx) => putSetting(tx, name, newId()))
}
