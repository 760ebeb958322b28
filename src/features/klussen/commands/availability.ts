// Making oneself available for klussen, ceasing to, and what other pleinen tell of their people.
import type { Ctx } from '../../../core/context.ts'
import { Invalid } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import { personOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { topicsFrom } from '../../people/index.ts'
import { type Availability, availabilityLimits, fromTold } from '../rules/availability.ts'

export interface AvailabilityInput extends Omit<Availability, 'subjects'> {
  /** As typed, with commas between them. */
  readonly subjects: string
}

/**
 * The viewer is available for klussen from now on. `availability.changed` follows.
 * @throws Invalid (hoursPerWeek, subjects, note), Unauthenticated
 */
export async function setAvailability(ctx: Ctx, input: AvailabilityInput): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const availability = checked(input)
  await ctx.transaction(async (tx, emit) => {
    await putAvailability(tx, personId, { availability, now: ctx.clock.now() })
    emit('availability.changed', { personId }, personId)
  })
}

/** The viewer is not available (any more). `availability.changed` follows when he was. @throws Unauthenticated */
export async function endAvailability(ctx: Ctx): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  await ctx.transaction(async (tx, emit) => {
    if (await removeAvailability(tx, personId)) emit('availability.changed', { personId }, personId)
  })
}

/** What the document of an actor elsewhere says of it; nothing said leaves what is known. */
export async function recordAvailability(
  tx: Tx,
  personId: ActorId,
  told: { document: JsonObject; now: Instant },
): Promise<void> {
  const availability = fromTold(told.document)
  if (availability === undefined) return
  if (availability === null) await removeAvailability(tx, personId)
  else await putAvailability(tx, personId, { availability, now: told.now })
}

/** @returns true when there was one */
export async function removeAvailability(tx: Tx, personId: ActorId): Promise<boolean> {
  await tx.deleteFrom('availabilityExpertise').where('personId', '=', personId).execute()
  const gone = await tx.deleteFrom('availability').where('personId', '=', personId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

async function putAvailability(
  tx: Tx,
  personId: ActorId,
  { availability, now }: { availability: Availability; now: Instant },
): Promise<void> {
  const { subjects, ...rest } = availability
  const row = { ...rest, updated: now }
  await tx
    .insertInto('availability')
    .values({ personId, ...row })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(row))
    .execute()
  await tx.deleteFrom('availabilityExpertise').where('personId', '=', personId).execute()
  if (subjects.length === 0) return
  await tx
    .insertInto('availabilityExpertise')
    .values(subjects.map((expertise) => ({ personId, expertise })))
    .execute()
}

/** All faults at once. */
function checked({ hoursPerWeek, subjects: typed, audience, note }: AvailabilityInput): Availability {
  const limits = availabilityLimits
  const subjects = topicsFrom(typed)
  const tooLong = subjects.some((subject) => subject.length > limits.subject)
  const fits = hoursPerWeek > 0 && hoursPerWeek <= limits.hoursPerWeek
  const faults = {
    ...(fits ? {} : { hoursPerWeek: { code: 'klussen.available.badHours', params: { max: limits.hoursPerWeek } } }),
    ...(subjects.length === 0 ? { subjects: { code: 'klussen.available.noSubjects' } } : {}),
    ...(subjects.length > limits.subjects
      ? { subjects: { code: 'klussen.available.tooManySubjects', params: { max: limits.subjects } } }
      : {}),
    ...(tooLong ? { subjects: { code: 'klussen.available.longSubject', params: { max: limits.subject } } } : {}),
    ...(note.length > limits.note ? { note: { code: 'field.tooLong', params: { max: limits.note } } } : {}),
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  return { hoursPerWeek, subjects, audience, note: note.trim() }
}
