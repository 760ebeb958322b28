// Changes to what is known of organisations.
import type { Ctx } from '../../core/context.ts'
import { Forbidden, Invalid } from '../../core/errors.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import { mayAdminister, putSetting } from '../instances/index.ts'
import { contactFrom, type Contacts, CONTACTS_SETTING, ORGANISATION_NAME_MAX, organisationTypes } from './rules.ts'

export interface EditOrganisation {
  readonly name: string
  /** One of `organisationTypes`; anything else: not said. */
  readonly type: string
  /** E-mail addresses or addresses of pages; empty: none. */
  readonly contact: string
  readonly security: string
}

/**
 * Says what the organisation of this plein is called, what sort it is, and how it is reached. Administrators.
 * @throws Invalid (organisation, contact, security), Forbidden
 */
export async function editOrganisation(ctx: Ctx, input: EditOrganisation): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const contacts = checkedContacts(input)
  const name = checkedOrganisationName(input.name)
  const type = organisationTypes.find((known) => known === input.type) ?? null
  await ctx.transaction(async (tx) => {
    await putOwnOrganisation(tx, ctx.clock, { host: ctx.config.hostName, name, type })
    await putSetting(tx, CONTACTS_SETTING, contacts)
  })
}

function checkedContacts(input: Pick<EditOrganisation, 'contact' | 'security'>): Contacts {
  const [general, security] = [contactFrom(input.contact), contactFrom(input.security)]
  const code = 'organisation.badContact'
  const faults = {
    ...(input.contact.trim() && !general ? { contact: { code } } : {}),
    ...(input.security.trim() && !security ? { security: { code } } : {}),
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  return { ...(general ? { general } : {}), ...(security ? { security } : {}) }
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
