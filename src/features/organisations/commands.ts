// Changes to what is known of organisations.
import type { Ctx } from '../../core/context.ts'
import { Forbidden, Invalid } from '../../core/errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import { mayAdminister } from '../instances/index.ts'
import { ORGANISATION_NAME_MAX } from './rules.ts'

/**
 * Names the organisation of this plein. Administrators.
 * @throws Invalid (organisation), Forbidden
 */
export async function nameOrganisation(ctx: Ctx, input: { name: string; type?: string | null }): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const name = checkedOrganisationName(input.name)
  await ctx.transaction((tx) =>
    putOwnOrganisation(tx, ctx.clock, { host: ctx.config.hostName, name, type: input.type ?? null }),
  )
}

/** @throws Invalid (organisation) when it is empty or too long. */
export function checkedOrganisationName(typed: string): string {
  const name = typed.trim().replace(/\s+/g, ' ')
  if (!name) throw new Invalid({ organisation: { code: 'field.required' } })
  if (name.length > ORGANISATION_NAME_MAX) {
    throw new Invalid({ organisation: { code: 'field.tooLong', params: { max: ORGANISATION_NAME_MAX } } })
  }
  return name
}

/** Writes this plein's own organisation. */
export async function putOwnOrganisation(
  tx: Tx,
  clock: Clock,
  input: { host: string; name: string; type?: string | null },
): Promise<void> {
  await putOrganisation(tx, clock, { ...input, local: 1 })
}

/** Records how another plein names its organisation. */
export async function recordOrganisation(
  tx: Tx,
  clock: Clock,
  input: { host: string; name: string; type?: string | null },
): Promise<void> {
  const name = input.name.trim().replace(/\s+/g, ' ').slice(0, ORGANISATION_NAME_MAX)
  if (name) await putOrganisation(tx, clock, { ...input, name, local: 0 })
}

async function putOrganisation(
  tx: Tx,
  clock: Clock,
  input: { host: string; name: string; type?: string | null; local: 0 | 1 },
): Promise<void> {
  const now = clock.now()
  const { host, name, local } = input
  const type = input.type ?? null
  await tx
    .insertInto('organisation')
    .values({ host, name, type, local, about: '', created: now, updated: now })
    .onConflict((conflict) =>
      // A stranger must not be able to rename this plein's own organisation.
      conflict.column('host').doUpdateSet({ name, type, updated: now }).where('organisation.local', '=', local),
    )
    .execute()
}
