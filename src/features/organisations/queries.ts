// Reads of organisations.
import type { Selectable } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import { getSetting } from '../instances/index.ts'
import {
  type Contacts,
  CONTACTS_SETTING,
  type OrganisationName,
  type OrganisationType,
  organisationTypeOf,
} from './rules.ts'
import type { OrganisationTable } from './tables.ts'

export type Organisation = Selectable<OrganisationTable>

const own = prepared((db) => db.selectFrom('organisation').selectAll().where('local', '=', 1).limit(1))

/** The organisation of this plein; undefined until it was set up. */
export function ownOrganisation(db: Db): Promise<Organisation | undefined> {
  return own.first(db, {})
}

/** How this plein's organisation is reached; each absent until an administrator gave it. */
export async function contactsOf(db: Db): Promise<Contacts> {
  return (await getSetting<Contacts>(db, CONTACTS_SETTING)) ?? {}
}

const namesOf = prepared((db, { hosts }: { hosts: readonly string[] }) =>
  db.selectFrom('organisation').select(['host', 'name', 'type']).where('host', 'in', hosts),
)

/** Names by host; hosts without a known organisation are absent. */
export async function organisationsOf(
  db: Db,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, OrganisationName>> {
  if (hosts.length === 0) return new Map()
  const rows = await namesOf.all(db, { hosts: [...new Set(hosts)] })
  return new Map(rows.map((row) => [row.host, { name: row.name, type: row.type }]))
}

/** Hosts of the organisations of one sort. */
export async function hostsOfType(db: Db, type: OrganisationType): Promise<readonly string[]> {
  const rows = await db.selectFrom('organisation').select(['host', 'name', 'type']).execute()
  return rows.filter((row) => organisationTypeOf(row) === type).map((row) => row.host)
}
