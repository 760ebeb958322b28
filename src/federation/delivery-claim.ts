// Takes due deliveries for a worker: the first of each (host, object) only, some per host, none to a host that is held.
import { type RawBuilder, sql } from 'kysely'
import type { Clock, Instant } from '../lib/clock.ts'
import type { ActorId, Id } from '../lib/id.ts'
import type { Tx } from '../platform/db/database.ts'
import type { DialectName } from '../platform/db/dialect.ts'
import { prepared } from '../platform/db/prepared.ts'
import { hold, hostStates, type HostState, isHeld, needsProbe, takeProbe } from './breaker.ts'

/** A delivery that this worker has until its lease ends. */
export interface Parcel {
  readonly id: Id<'delivery'>
  readonly activityId: Id<'activity'>
  readonly inbox: string
  readonly host: string
  readonly attempts: number
  readonly created: Instant
  /** Whose key signs. */
  readonly actorId: ActorId
  /** Exact bytes. */
  readonly json: string
  readonly scheme: HostState['scheme']
  readonly takesEd25519: boolean
  /** The one that tries whether its host is back. */
  readonly probe: boolean
}

export interface Want {
  readonly limit: number
  readonly perHost: number
  /** Deliveries that this worker has under way, by host. */
  readonly underWay: ReadonlyMap<string, number>
  readonly leaseMillis: number
}

interface DueRow {
  readonly id: Id<'delivery'>
  readonly host: string
}

/** Rows looked at in one query: enough that one busy host does not hide the others. */
const WINDOW = 200

/** Expects a transaction. With federation off nothing is taken. Hosts that are held or blocked are dealt with on the way. */
export async function claimDeliveries(
  tx: Tx,
  want: Want,
  { clock, dialect, mode }: { clock: Clock; dialect: DialectName; mode: 'open' | 'allowlist' | 'off' },
): Promise<Parcel[]> {
  if (mode === 'off') return []
  const due = await dueRows(tx, { dialect, now: clock.now(), full: fullHosts(want) })
  if (due.length === 0) return []
  const names = [...new Set(due.map((row) => row.host))]
  const hosts = await hostStates(tx, names)
  if (mode === 'allowlist') await dropUnlisted(tx, names, hosts)
  const probes = await sortOutHosts(tx, hosts, clock)
  const open = due.filter((row) => mode === 'open' || hosts.get(row.host)?.trust === 'allowed')
  const picked = pick(open, { hosts, probes, want, now: clock.now() })
  return take(tx, picked, { until: clock.in(want.leaseMillis), hosts, probes })
}

function fullHosts(want: Want): string[] {
  return [...want.underWay].filter(([, count]) => count >= want.perHost).map(([host]) => host)
}

async function dueRows(
  tx: Tx,
  { dialect, now, full }: { dialect: DialectName; now: Instant; full: readonly string[] },
): Promise<DueRow[]> {
  const others = full.length > 0 ? sql`and d."host" not in (${sql.join(full)})` : sql``
  const lock = dialect === 'postgres' ? sql`for update of d skip locked` : sql``
  // The state is written out: with a parameter SQLite could not use the partial indexes.
  const query: RawBuilder<DueRow> = sql`
    select d."id", d."host" from "delivery" d
    where d."state" = 'waiting' and d."runAt" <= ${now} and (d."leaseUntil" is null or d."leaseUntil" <= ${now})
      ${others}
      and not exists (select 1 from "delivery" e
        where e."state" = 'waiting' and e."orderingKey" = d."orderingKey" and e."id" < d."id")
    order by d."runAt", d."id" limit ${WINDOW} ${lock}`
  return (await query.execute(tx)).rows
}

/** Drops what waits for blocked hosts, puts off what waits for held ones. @returns hosts that get a probe now. */
async function sortOutHosts(tx: Tx, hosts: ReadonlyMap<string, HostState>, clock: Clock): Promise<Set<string>> {
  const probes = new Set<string>()
  for (const host of hosts.values()) {
    if (host.trust === 'blocked') await dropAll(tx, host.host, 'blocked here')
    else if (isHeld(host, clock.now()) && host.heldUntil) await hold(tx, host.host, host.heldUntil)
    else if (needsProbe(host, clock.now()) && (await takeProbe(tx, host.host, clock))) probes.add(host.host)
  }
  return probes
}

/** Asked for when other hosts were allowed than now. */
async function dropUnlisted(tx: Tx, names: readonly string[], hosts: ReadonlyMap<string, HostState>): Promise<void> {
  for (const name of names) {
    if (hosts.get(name)?.trust !== 'allowed') await dropAll(tx, name, 'not on the list here')
  }
}

async function dropAll(tx: Tx, host: string, why: string): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ state: 'dropped', leaseUntil: null, lastError: why })
    .where('host', '=', host)
    .where(sql<boolean>`"state" = 'waiting'`)
    .execute()
}

function pick(
  due: readonly DueRow[],
  by: { hosts: ReadonlyMap<string, HostState>; probes: ReadonlySet<string>; want: Want; now: Instant },
): DueRow[] {
  const counts = new Map(by.want.underWay)
  const picked: DueRow[] = []
  for (const row of due) {
    if (picked.length >= by.want.limit) break
    const host = by.hosts.get(row.host)
    const isProbe = by.probes.has(row.host)
    if (host && !isProbe && (host.trust === 'blocked' || isHeld(host, by.now) || needsProbe(host, by.now))) continue
    const count = counts.get(row.host) ?? 0
    if (count >= (isProbe ? 1 : by.want.perHost)) continue
    counts.set(row.host, count + 1)
    picked.push(row)
  }
  return picked
}

const lease = prepared((db, { ids, until }: { ids: readonly Id<'delivery'>[]; until: Instant }) =>
  (db as Tx)
    .updateTable('delivery')
    .set({ leaseUntil: until })
    .where('id', 'in', ids)
    .returning(['id', 'activityId', 'inbox', 'host', 'attempts', 'created']),
)
const words = prepared((db, { ids }: { ids: readonly Id<'activity'>[] }) =>
  db.selectFrom('activity').select(['id', 'actorId', 'json']).where('id', 'in', ids),
)

async function take(
  tx: Tx,
  picked: readonly DueRow[],
  by: { until: Instant; hosts: ReadonlyMap<string, HostState>; probes: ReadonlySet<string> },
): Promise<Parcel[]> {
  if (picked.length === 0) return []
  const rows = await lease.all(tx, { ids: picked.map((row) => row.id), until: by.until })
  const found = await words.all(tx, { ids: [...new Set(rows.map((row) => row.activityId))] })
  const activities = new Map(found.map((activity) => [activity.id, activity]))
  return rows.flatMap((row) => {
    const activity = activities.get(row.activityId)
    const host = by.hosts.get(row.host)
    if (!activity) return []
    return [
      {
        ...row,
        actorId: activity.actorId,
        json: activity.json,
        scheme: host?.scheme ?? null,
        takesEd25519: host?.takesEd25519 ?? false,
        probe: by.probes.has(row.host),
      },
    ]
  })
}
