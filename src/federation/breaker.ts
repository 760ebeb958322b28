// The circuit breaker of a host: after failures in a row its deliveries are held, and one tries whether it is back.
// It stands in `instance`, so that restarts and other workers know.
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { KnownHost } from '../core/federation.ts'
import { type Clock, type Instant, millisOf } from '../lib/clock.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { DialectName } from '../platform/db/dialect.ts'
import { type Prepared, prepared } from '../platform/db/prepared.ts'
import type { Tables } from '../platform/db/tables.ts'

/** Failures in a row that open the breaker. */
export const OPENS_AT = 5
/** Longest time between two probes. */
const MAX_HOLD_MILLIS = 30 * 60_000
/** How long one probe may take before another worker may send the next. */
const PROBE = 60_000
/** A success is written down at most once in this time while all goes well. */
const SUCCESS_NOTE = 60_000

export type HostState = Pick<Selectable<Tables['instance']>, 'host' | 'failures' | 'heldUntil' | 'trust' | 'scheme'> & {
  readonly takesEd25519: boolean
}

/** What the answers of a host together say, oldest first. */
export interface HostReport {
  readonly host: string
  readonly results: readonly HostResult[]
}

export interface HostResult {
  /** `answered`: it lives. `failed`: 5xx or no answer. `busy`: it asks to wait until `until`. */
  readonly type: 'answered' | 'failed' | 'busy'
  readonly probe: boolean
  readonly error?: string | null
  readonly until?: Instant
  readonly learned?: Partial<Pick<KnownHost, 'scheme' | 'takesEd25519'>>
}

/** Milliseconds to hold after so many failures in a row: 1 minute, doubled by each failed probe, at most 30. */
export function holdFor(failures: number): number {
  return Math.min(MAX_HOLD_MILLIS, 60_000 * 2 ** Math.max(0, failures - OPENS_AT))
}

/** Open until that moment: nothing goes. */
export function isHeld(host: Pick<HostState, 'heldUntil'>, now: Instant): boolean {
  return host.heldUntil !== null && host.heldUntil > now
}

/** The time is over: one delivery may try. */
export function needsProbe(host: Pick<HostState, 'failures' | 'heldUntil'>, now: Instant): boolean {
  return host.failures >= OPENS_AT && !isHeld(host, now)
}

/** Takes the right to send the probe. @returns until when all others are held; undefined when another worker has it. */
export async function takeProbe(tx: Tx, host: string, clock: Clock): Promise<Instant | undefined> {
  const until = clock.in(PROBE)
  const { numUpdatedRows } = await tx
    .updateTable('instance')
    .set({ heldUntil: until })
    .where('host', '=', host)
    .where((eb) => eb.or([eb('heldUntil', 'is', null), eb('heldUntil', '<=', clock.now())]))
    .executeTakeFirst()
  return numUpdatedRows > 0n ? until : undefined
}

/** What is known of these hosts, by name. */
export async function hostStates(tx: Tx, hosts: readonly string[]): Promise<Map<string, HostState>> {
  if (hosts.length === 0) return new Map()
  const rows = await states.all(tx, { hosts })
  return new Map(rows.map((row) => [row.host, { ...row, takesEd25519: row.takesEd25519 === 1 }]))
}

type Hosts = { hosts: readonly string[] }

const breakersOf = (db: Db, { hosts }: Hosts) =>
  db
    .selectFrom('instance')
    .select(['host', 'failures', 'heldUntil', 'scheme', 'takesEd25519', 'lastSuccess'])
    .where('host', 'in', hosts)
    .orderBy('host')
const states = prepared((db, given: Hosts) => breakersOf(db, given).select('trust'))
/** Until the transaction ends nobody else changes them. SQLite has one writer anyway. */
const breakersOn: Readonly<Record<DialectName, Prepared<Hosts, Before>>> = {
  sqlite: prepared(breakersOf),
  postgres: prepared((db, given: Hosts) => breakersOf(db, given).forUpdate()),
}

/** Writes what was learned of the hosts, opens and closes breakers, holds and releases their deliveries. */
export async function reportHosts(
  tx: Tx,
  reports: readonly HostReport[],
  { clock, dialect }: { clock: Clock; dialect: DialectName },
): Promise<void> {
  if (reports.length === 0) return
  const now = clock.now()
  const hosts = reports.map((report) => report.host)
  // In one order in every worker, so that two of them cannot wait for each other.
  const sorted = reports.toSorted((a, b) => (a.host < b.host ? -1 : 1))
  const known = new Map((await breakersOn[dialect].all(tx, { hosts })).map((row) => [row.host, row]))
  for (const report of sorted) {
    const before = known.get(report.host)
    if (!before) await insertHost(tx, report.host, now)
    await applyReport(tx, report, before ?? { ...unknownHost, host: report.host }, clock)
  }
}

type Before = Pick<
  Selectable<Tables['instance']>,
  'host' | 'failures' | 'heldUntil' | 'scheme' | 'takesEd25519' | 'lastSuccess'
>
const unknownHost = { failures: 0, heldUntil: null, scheme: null, takesEd25519: 0, lastSuccess: null } as const

async function applyReport(tx: Tx, report: HostReport, before: Before, clock: Clock): Promise<void> {
  const now = clock.now()
  const after = { ...before }
  const notes: { lastError?: string | null; lastFailure?: Instant } = {}
  for (const result of report.results) {
    follow(after, result, clock)
    if (result.type === 'failed') Object.assign(notes, { lastFailure: now, lastError: result.error ?? null })
  }
  const changed = (Object.keys(after) as (keyof Before)[]).some((name) => after[name] !== before[name])
  if (!changed && Object.keys(notes).length === 0) return
  const { host, ...columns } = after
  await tx
    .updateTable('instance')
    .set({ ...columns, ...notes })
    .where('host', '=', host)
    .execute()
  if (after.heldUntil !== null && after.heldUntil !== before.heldUntil) await hold(tx, host, after.heldUntil)
  if (before.heldUntil !== null && after.heldUntil === null) await release(tx, host, now)
}

/** One result applied to the host, in place. */
function follow(host: Before, result: HostResult, clock: Clock): void {
  const now = clock.now()
  if (result.learned?.scheme !== undefined) host.scheme = result.learned.scheme
  if (result.learned?.takesEd25519 !== undefined) host.takesEd25519 = result.learned.takesEd25519 ? 1 : 0
  if (result.type === 'answered') {
    // An answer to something sent earlier does not end a wait that the host asked for.
    if (host.failures >= OPENS_AT || !isHeld(host, now)) host.heldUntil = null
    host.failures = 0
    const noted = host.lastSuccess === null ? 0 : millisOf(host.lastSuccess)
    if (clock.millis() - noted >= SUCCESS_NOTE) host.lastSuccess = now
  } else if (result.type === 'busy') {
    if (result.until && result.until > (host.heldUntil ?? '')) host.heldUntil = result.until
  } else if (host.failures < OPENS_AT) {
    host.failures++
    if (host.failures === OPENS_AT) host.heldUntil = clock.in(holdFor(host.failures))
  } else if (result.probe) {
    // Only the probe counts now: others that still fail were under way before.
    host.failures++
    host.heldUntil = clock.in(holdFor(host.failures))
  }
}

async function insertHost(tx: Tx, host: string, now: Instant): Promise<void> {
  await tx
    .insertInto('instance')
    .values({ host, trust: 'neutral', takesEd25519: 0, implements: '[]', failures: 0, created: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Held deliveries are not due: nobody looks at them again and again. */
export async function hold(tx: Tx, host: string, until: Instant): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ runAt: until })
    .where('host', '=', host)
    .where(sql<boolean>`"state" = 'waiting'`)
    .where('runAt', '<', until)
    .execute()
}

async function release(tx: Tx, host: string, now: Instant): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ runAt: now })
    .where('host', '=', host)
    .where(sql<boolean>`"state" = 'waiting'`)
    .where('runAt', '>', now)
    .execute()
}
