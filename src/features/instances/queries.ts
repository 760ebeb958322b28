// Reads of other servers and of this plein's settings.
import type { Selectable } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import type { InstanceTable } from './tables.ts'

export type Instance = Selectable<InstanceTable>

const byHost = prepared((db, { host }: { host: string }) =>
  db.selectFrom('instance').selectAll().where('host', '=', host),
)

const byHosts = prepared((db, { hosts }: { hosts: readonly string[] }) =>
  db.selectFrom('instance').selectAll().where('host', 'in', hosts),
)

/** What is known of a host; undefined when it was never met. */
export function getHost(db: Db, host: string): Promise<Instance | undefined> {
  return byHost.first(db, { host })
}

/** Those of these hosts that are known here, by name. */
export async function findHosts(db: Db, hosts: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
  if (hosts.length === 0) return new Map()
  const rows = await byHosts.all(db, { hosts: [...new Set(hosts)] })
  return new Map(rows.map((row) => [row.host, row]))
}

/** Allowed hosts, each with the shared inbox (or the inbox of somebody) there; those where nobody is known have none. */
export async function allowedInboxes(db: Db): Promise<{ host: string; inbox: string }[]> {
  const rows = await db
    .selectFrom('instance')
    .innerJoin('actor', 'actor.host', 'instance.host')
    .select(({ fn }) => ['instance.host', fn.min('actor.sharedInbox').as('shared'), fn.min('actor.inbox').as('own')])
    .where('instance.trust', '=', 'allowed')
    .where('actor.local', '=', 0)
    .where('actor.gone', 'is', null)
    .groupBy('instance.host')
    .execute()
  return rows.map(({ host, shared, own }) => ({ host, inbox: shared ?? own }))
}

/** All known hosts, by name; at most 1000. */
export function listInstances(db: Db): Promise<Instance[]> {
  return db.selectFrom('instance').selectAll().orderBy('host').limit(1000).execute()
}

/** A setting of this plein, as it was put; undefined when it never was. */
export async function getSetting<T>(db: Db, name: string): Promise<T | undefined> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst()
  return row ? (JSON.parse(row.value) as T) : undefined
}

/** False until the first administrator exists. */
export async function isSetUp(db: Db): Promise<boolean> {
  return (await getSetting<boolean>(db, 'setUp')) === true
}
