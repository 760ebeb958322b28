// Counting tries per e-mail address and per address on the network, in the database: a restart forgives nothing.
import type { Ctx } from '../../../core/context.ts'
import { TooMany } from '../../../core/errors.ts'
import { millisOf } from '../../../lib/clock.ts'
import { ATTEMPT_WINDOW_MILLIS, FREE_ATTEMPTS, waitAfter } from '../rules.ts'

export interface Tries {
  /** What is tried ("signIn"). */
  readonly what: string
  readonly email: string
  readonly address: string
}

/**
 * Counts one try before it is made, so that a hundred at once are a hundred.
 * @throws TooMany with the seconds to wait; such a try is not counted.
 */
export async function countTry(ctx: Ctx, tries: Tries): Promise<void> {
  await ctx.transaction(async (tx) => {
    const now = ctx.clock.millis()
    const keys = keysOf(tries)
    const rows = await tx
      .selectFrom('attempt')
      .selectAll()
      .where(
        'key',
        'in',
        keys.map(({ key }) => key),
      )
      .where('ends', '>', ctx.clock.now())
      .execute()
    const waits = rows.map((row) => {
      const free = keys.find(({ key }) => key === row.key)?.free ?? 0
      return millisOf(row.ends) - ATTEMPT_WINDOW_MILLIS + waitAfter(row.count, free) - now
    })
    const wait = Math.max(0, ...waits)
    if (wait > 0) throw new TooMany(Math.ceil(wait / 1000), 'account.tooManyTries')
    const ends = ctx.clock.in(ATTEMPT_WINDOW_MILLIS)
    for (const { key } of keys) {
      await tx
        .insertInto('attempt')
        .values({ key, count: 1, ends })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({
            count: eb
              .case()
              .when('attempt.ends', '>', ctx.clock.now())
              .then(eb('attempt.count', '+', 1))
              .else(1)
              .end(),
            ends,
          })),
        )
        .execute()
    }
  })
}

/** It went well: the e-mail address starts anew, and this try does not count against the address on the network. */
export async function forgiveTries(ctx: Ctx, tries: Tries): Promise<void> {
  const [email, address] = keysOf(tries)
  await ctx.transaction(async (tx) => {
    await tx.deleteFrom('attempt').where('key', '=', email.key).execute()
    await tx
      .updateTable('attempt')
      .set((eb) => ({ count: eb('count', '-', 1) }))
      .where('key', '=', address.key)
      .where('count', '>', 0)
      .execute()
  })
}

function keysOf({ what, email, address }: Tries) {
  return [
    { key: `${what}:email:${email.slice(0, 254)}`, free: FREE_ATTEMPTS.email },
    { key: `${what}:address:${address}`, free: FREE_ATTEMPTS.address },
  ] as const
}
