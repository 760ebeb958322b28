// Changes to what this plein knows of other servers, and to its own settings.
import type { Ctx } from '../../core/context.ts'
import { Forbidden, Invalid } from '../../core/errors.ts'
import type { HostFacts, KnownHost } from '../../core/federation.ts'
import { type Instant, millisOf } from '../../lib/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import { addJobs, WORK } from '../../platform/queue/queue.ts'
import { getHost } from './queries.ts'
import {
  hostFrom,
  INTRODUCTION_JOB,
  INTRODUCTION_MILLIS,
  mayAdminister,
  OUR_SOFTWARE,
  type OwnActor,
  REASON_MAX,
} from './rules.ts'

/** Keeps a setting of this plein (JSON). */
export async function putSetting(tx: Tx, name: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value)
  await tx
    .insertInto('setting')
    .values({ name, value: text })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: text }))
    .execute()
}

/**
 * Nothing comes from or goes to the host any more. Administrators; `instance.blocked` follows.
 * @throws Invalid (host, reason), Forbidden
 */
export async function blockInstance(ctx: Ctx, host: string, reason: string): Promise<void> {
  const name = checkedHost(ctx, host)
  const why = checkedReason(reason)
  await ctx.transaction(async (tx, emit) => {
    await setTrust(tx, { host: name, trust: 'blocked', reason: why, now: ctx.clock.now() })
    emit('instance.blocked', { host: name }, name)
  })
}

/** "Het netwerk" includes the host from now on; `instance.allowed` follows. Administrators. @throws Invalid (host, reason), Forbidden */
export async function allowInstance(ctx: Ctx, host: string, reason: string): Promise<void> {
  const name = checkedHost(ctx, host)
  const why = checkedReason(reason)
  await ctx.transaction(async (tx, emit) => {
    await setTrust(tx, { host: name, trust: 'allowed', reason: why, now: ctx.clock.now() })
    emit('instance.allowed', { host: name }, name)
  })
}

/** Neither allowed nor blocked any more. Administrators. @throws Invalid (host), Forbidden */
export async function neutralise(ctx: Ctx, host: string): Promise<void> {
  const name = checkedHost(ctx, host)
  await ctx.transaction((tx) => setTrust(tx, { host: name, trust: 'neutral', reason: null, now: ctx.clock.now() }))
}

/** Records what another server told of itself, or how it likes to be talked to. */
export async function rememberHost(
  tx: Tx,
  host: string,
  told: { facts: Partial<Omit<KnownHost, 'host' | 'trust'>> & HostFacts; now: Instant },
): Promise<void> {
  const { facts, now } = told
  const known = {
    ...(facts.software === undefined ? {} : { software: facts.software }),
    ...(facts.version === undefined ? {} : { version: facts.version.slice(0, 200) }),
    ...(facts.asked === undefined ? {} : { asked: facts.asked }),
    ...(facts.form === undefined ? {} : { form: facts.form }),
    ...(facts.scheme === undefined ? {} : { scheme: facts.scheme }),
    ...(facts.takesEd25519 === undefined ? {} : { takesEd25519: facts.takesEd25519 ? (1 as const) : (0 as const) }),
    ...(facts.implements === undefined ? {} : { implements: JSON.stringify(facts.implements.slice(0, 100)) }),
  }
  await insertHost(tx, host, now)
  if (facts.software?.toLowerCase() === OUR_SOFTWARE) await rememberOurs(tx, host, now)
  if (Object.keys(known).length > 0) await tx.updateTable('instance').set(known).where('host', '=', host).execute()
}

/** The host speaks as we do. For good: nobody gets weaker rules by saying later that he is something else. */
export async function rememberOurs(tx: Tx, host: string, now: Instant): Promise<void> {
  await insertHost(tx, host, now)
  await tx
    .updateTable('instance')
    .set({ spokeOurs: now })
    .where('host', '=', host)
    .where('spokeOurs', 'is', null)
    .execute()
}

/** We looked up the own actor of a host that was allowed: `instance.met` follows. */
export async function meetInstance(ctx: Ctx, { host, iri }: OwnActor): Promise<void> {
  await ctx.transaction(async (_, emit) => void emit('instance.met', { host, iri, by: 'us' }, host))
}

/**
 * A host introduced itself. When it is allowed it is answered: at once, or, when it was less than an hour ago, then,
 * however often it says so. Others are not.
 */
export async function hearIntroduction(ctx: Ctx, { host, iri }: OwnActor): Promise<void> {
  await ctx.transaction(async (tx) => {
    const known = await getHost(tx, host)
    if (known?.trust !== 'allowed') return
    const [now, free] = [ctx.clock.millis(), known.introduced ? millisOf(known.introduced) + INTRODUCTION_MILLIS : 0]
    const runAt = ctx.clock.in(Math.max(0, free - now))
    const key = `${INTRODUCTION_JOB}:${host}`
    await addJobs(tx, ctx.clock, [{ queue: WORK, name: INTRODUCTION_JOB, key, payload: { host, iri }, runAt }])
  })
}

/** `instance.met` follows, when the host is still allowed. */
export async function answerIntroduction(ctx: Ctx, { host, iri }: OwnActor): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const answered = await tx
      .updateTable('instance')
      .set({ introduced: ctx.clock.now() })
      .where('host', '=', host)
      .where('trust', '=', 'allowed')
      .executeTakeFirst()
    if (answered.numUpdatedRows > 0n) emit('instance.met', { host, iri, by: 'them' }, host)
  })
}

async function setTrust(
  tx: Tx,
  change: { host: string; trust: KnownHost['trust']; reason: string | null; now: Instant },
): Promise<void> {
  await insertHost(tx, change.host, change.now)
  await tx
    .updateTable('instance')
    .set({ trust: change.trust, reason: change.reason })
    .where('host', '=', change.host)
    .execute()
}

async function insertHost(tx: Tx, host: string, now: Instant): Promise<void> {
  await tx
    .insertInto('instance')
    .values({ host, trust: 'neutral', takesEd25519: 0, implements: '[]', failures: 0, created: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function checkedHost(ctx: Ctx, typed: string): string {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const host = hostFrom(typed)
  if (!host) throw new Invalid({ host: { code: 'instance.badHost' } })
  if (host === ctx.config.hostName) throw new Invalid({ host: { code: 'instance.ownHost' } })
  return host
}

function checkedReason(reason: string): string {
  const text = reason.trim()
  if (text.length > REASON_MAX)
    throw new Invalid({ reason: { code: 'instance.longReason', params: { max: REASON_MAX } } })
  return text
}
