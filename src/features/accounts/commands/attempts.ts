// Counting tries per person and per address on the network, in the database: a restart forgives nothing.
import { createHmac } from 'node:crypto'
import type { Ctx } from '../../../core/context.ts'
import { TooMany } from '../../../core/errors.ts'
import { millisOf } from '../../../lib/clock.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { ATTEMPT_WINDOW_MILLIS, FREE_ATTEMPTS, KNOWN_PLACE_MILLIS, networkOf, waitAfter } from '../rules.ts'

export interface Tries {
  /** What is tried ("signIn"). */
  readonly what: string
  readonly email: string
  readonly address: string
}

/** From here on one is told the minutes. */
const LONG_MILLIS = 90_000

interface Counter {
  readonly key: string
  readonly free: number
}

/**
 * Counts one try before it is made, so that a hundred at once are a hundred. Where somebody got in before, only the
 * tries from there count: strangers who guess elsewhere do not keep that somebody out.
 * @throws TooMany with the seconds to wait; such a try is not counted.
 */
export async function countTry(ctx: Ctx, tries: Tries): Promise<void> {
  await ctx.transaction(async (tx) => {
    const counters = (await isKnownPlace(ctx, tx, tries)) ? [ownCounter(ctx, tries)] : strangersCounters(tries)
    await lock(ctx, tx, counters)
    const wait = await longestWait(ctx, tx, counters)
    const code = wait > LONG_MILLIS ? 'account.tooManyTries.long' : 'account.tooManyTries'
    if (wait > 0) throw new TooMany(Math.ceil(wait / 1000), code)
    await countOne(ctx, tx, counters)
  })
}

/** It went well: this place is known from now on, and this try does not count. */
export async function forgiveTries(ctx: Ctx, tries: Tries): Promise<void> {
  await ctx.transaction(async (tx) => {
    const known = await isKnownPlace(ctx, tx, tries)
    const [address, email] = strangersCounters(tries)
    const forgotten = known ? ownCounter(ctx, tries) : email
    await tx.deleteFrom('attempt').where('key', '=', forgotten.key).execute()
    if (!known) {
      await tx
        .updateTable('attempt')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('key', '=', address.key)
        .where('count', '>', 0)
        .execute()
    }
    const ends = ctx.clock.in(KNOWN_PLACE_MILLIS)
    await tx
      .insertInto('attempt')
      .values({ key: knownKey(ctx, tries), count: 0, ends })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ ends }))
      .execute()
  })
}

/** Whoever else counts the same waits here for us: reading before writing would let all of them through. */
async function lock(ctx: Ctx, tx: Tx, counters: readonly Counter[]): Promise<void> {
  await tx
    .insertInto('attempt')
    .values(counters.map(({ key }) => ({ key, count: 0, ends: ctx.clock.now() })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ count: eb.ref('attempt.count') })))
    .execute()
}

async function longestWait(ctx: Ctx, tx: Tx, counters: readonly Counter[]): Promise<number> {
  const keys = counters.map(({ key }) => key)
  const rows = await tx
    .selectFrom('attempt')
    .selectAll()
    .where('key', 'in', keys)
    .where('ends', '>', ctx.clock.now())
    .execute()
  const waits = rows.map((row) => {
    const free = counters.find(({ key }) => key === row.key)?.free ?? 0
    return millisOf(row.ends) - ATTEMPT_WINDOW_MILLIS + waitAfter(row.count, free) - ctx.clock.millis()
  })
  return Math.max(0, ...waits)
}

async function countOne(ctx: Ctx, tx: Tx, counters: readonly Counter[]): Promise<void> {
  const ends = ctx.clock.in(ATTEMPT_WINDOW_MILLIS)
  for (const { key } of counters) {
    await tx
      .updateTable('attempt')
      .set((eb) => ({
        count: eb
          .case()
          .when('ends', '>', ctx.clock.now())
          .then(eb('count', '+', 1))
          .else(1)
          .end(),
        ends,
      }))
      .where('key', '=', key)
      .execute()
  }
}

async function isKnownPlace(ctx: Ctx, tx: Tx, tries: Tries): Promise<boolean> {
  const row = await tx
    .selectFrom('attempt')
    .select('key')
    .where('key', '=', knownKey(ctx, tries))
    .where('ends', '>', ctx.clock.now())
    .executeTakeFirst()
  return row !== undefined
}

/** Always in this order, so that two that count at the same moment cannot wait for each other. */
function strangersCounters({ what, email, address }: Tries): readonly [Counter, Counter] {
  return [
    { key: `${what}:address:${networkOf(address)}`, free: FREE_ATTEMPTS.address },
    { key: `${what}:email:${email.slice(0, 254)}`, free: FREE_ATTEMPTS.email },
  ]
}

function ownCounter(ctx: Ctx, tries: Tries): Counter {
  return { key: `${tries.what}:own:${placeOf(ctx, tries)}`, free: FREE_ATTEMPTS.email }
}

function knownKey(ctx: Ctx, tries: Tries): string {
  return `${tries.what}:known:${placeOf(ctx, tries)}`
}

/** Who was where is nobody's business: kept so that it cannot be read back. */
function placeOf(ctx: Ctx, { email, address }: Tries): string {
  return createHmac('sha256', ctx.config.secretKey)
    .update(`place:${email} ${networkOf(address)}`)
    .digest('base64url')
}
