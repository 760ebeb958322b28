// What becomes of a delivery after an attempt: done, gone, failed, or tried again later; written in batches.
import { sql } from 'kysely'
import { type Clock, type Instant, millisOf } from '../lib/clock.ts'
import type { Id } from '../lib/id.ts'
import type { Tx } from '../platform/db/database.ts'
import type { DialectName } from '../platform/db/dialect.ts'
import { prepared } from '../platform/db/prepared.ts'
import { type HostReport, type HostResult, reportHosts } from './breaker.ts'
import type { Attempt } from './deliver.ts'

export type Verdict =
  | { readonly state: 'done' | 'gone' | 'failed' }
  /** Not before `runAt`. */
  | { readonly state: 'waiting'; readonly runAt: Instant }

const FIRST_WAIT = 30_000
const MAX_WAIT_MILLIS = 6 * 3_600_000
/** Trying stops so long after the beginning: 30 s, 90 s, … 6 h, 6 h … makes 17 attempts in 63 hours. */
const GIVES_UP_AFTER = 63 * 3_600_000
const SOME_MINUTES = 5 * 60_000

/** Milliseconds until the next try after so many failed ones: 30 s, times 3 each time, at most 6 h. */
export function backOff(attempts: number): number {
  return Math.min(MAX_WAIT_MILLIS, FIRST_WAIT * 3 ** Math.max(0, attempts - 1))
}

/** Judged by the status alone (404 and 410 gone; 408, 425, 429, 5xx and no answer later; the rest failed). */
export function judge(attempt: Attempt, clock: Clock): Verdict {
  const { status, parcel } = attempt
  if (attempt.hopeless) return { state: 'failed' }
  if (status !== null && status >= 200 && status < 300) return { state: 'done' }
  if (status === 404 || status === 410) return { state: 'gone' }
  if (status !== null && status >= 400 && !mayPass(status)) return { state: 'failed' }
  if (clock.millis() - millisOf(parcel.created) >= GIVES_UP_AFTER - SOME_MINUTES) return { state: 'failed' }
  return { state: 'waiting', runAt: clock.in(Math.max(backOff(parcel.attempts + 1), attempt.retryAfter ?? 0)) }
}

function mayPass(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429
}

/** Writes a batch. Expects a transaction. */
export async function writeAttempts(
  tx: Tx,
  attempts: readonly Attempt[],
  by: { clock: Clock; dialect: DialectName },
): Promise<void> {
  const judged = attempts
    .map((attempt) => ({ attempt, verdict: judge(attempt, by.clock) }))
    .toSorted((a, b) => (a.attempt.parcel.id < b.attempt.parcel.id ? -1 : 1))
  const done = judged.filter(({ verdict }) => verdict.state === 'done').map(({ attempt }) => attempt)
  for (const [status, ids] of idsByStatus(done)) await writeDone.run(tx, { status, ids, now: by.clock.now() })
  for (const { attempt, verdict } of judged) {
    if (verdict.state !== 'done') await writeOther(tx, attempt, verdict)
  }
  await reportHosts(tx, reportsOf(attempts, by.clock), by)
  await giveUpOld(tx, attempts, by.clock)
}

function idsByStatus(attempts: readonly Attempt[]): Map<number | null, Id<'delivery'>[]> {
  const found = new Map<number | null, Id<'delivery'>[]>()
  for (const { status, parcel } of attempts) found.set(status, [...(found.get(status) ?? []), parcel.id])
  return found
}

type Done = { status: number | null; ids: readonly Id<'delivery'>[]; now: Instant }

const writeDone = prepared((db, { status, ids, now }: Done) =>
  (db as Tx)
    .updateTable('delivery')
    .set((eb) => ({
      state: 'done' as const,
      delivered: now,
      lastStatus: status,
      lastError: null,
      leaseUntil: null,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', ids),
)

async function writeOther(tx: Tx, attempt: Attempt, verdict: Verdict): Promise<void> {
  await tx
    .updateTable('delivery')
    .set((eb) => ({
      state: verdict.state,
      ...(verdict.state === 'waiting' ? { runAt: verdict.runAt } : {}),
      lastStatus: attempt.status,
      lastError: attempt.error,
      leaseUntil: null,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', attempt.parcel.id)
    // An administrator dropped it meanwhile, or another worker, after the lease, brought it.
    .where(sql<boolean>`"state" = 'waiting'`)
    .execute()
}

function reportsOf(attempts: readonly Attempt[], clock: Clock): HostReport[] {
  const results = new Map<string, HostResult[]>()
  for (const attempt of attempts) {
    const result = resultOf(attempt, clock)
    const those = results.get(attempt.parcel.host) ?? []
    if (result) results.set(attempt.parcel.host, [...those, result])
  }
  return [...results].map(([host, list]) => ({ host, results: list }))
}

function resultOf(attempt: Attempt, clock: Clock): HostResult | undefined {
  const { status, retryAfter, error } = attempt
  const { probe } = attempt.parcel
  if (attempt.ours || attempt.hopeless) return undefined
  const asksToWait = retryAfter !== undefined && (status === 429 || status === 503)
  if (asksToWait) return { type: 'busy', probe, until: clock.in(retryAfter) }
  if (status === null || status >= 500) {
    return { type: 'failed', probe, error: status === null ? error : `${status} ${error ?? ''}`.trim() }
  }
  if (status === 429) return { type: 'busy', probe, until: clock.in(FIRST_WAIT) }
  return { type: 'answered', probe, ...(attempt.learned ? { learned: attempt.learned } : {}) }
}

/** A host that has been away for so long: what waited all that time behind the probes is given up as well. */
async function giveUpOld(tx: Tx, attempts: readonly Attempt[], clock: Clock): Promise<void> {
  const away = attempts.filter(({ parcel, status }) => parcel.probe && (status === null || status >= 500))
  for (const { parcel, error } of away) {
    await tx
      .updateTable('delivery')
      .set({ state: 'failed', lastError: error, leaseUntil: null })
      .where('host', '=', parcel.host)
      .where(sql<boolean>`"state" = 'waiting'`)
      .where('created', '<=', clock.in(SOME_MINUTES - GIVES_UP_AFTER))
      .execute()
  }
}
