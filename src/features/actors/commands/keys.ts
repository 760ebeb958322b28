// Key pairs of local actors: made outside transactions, written inside.
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Ctx } from '../../../core/context.ts'
import { Forbidden } from '../../../core/errors.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { ed25519Multibase } from '../../../lib/multibase.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { KEY_GRACE_MILLIS } from '../rules.ts'

const generate = promisify(generateKeyPair) as (
  type: string,
  options: object,
) => Promise<{ publicKey: KeyObject; privateKey: KeyObject }>

/** RSA: PEM. Ed25519: multibase public key (FEP-521a), PKCS#8 PEM private key. */
export interface KeyPairs {
  readonly rsa: { readonly publicKey: string; readonly privateKey: string }
  readonly ed25519: { readonly publicKey: string; readonly privateKey: string }
}

/** RSA-2048 for HTTP signatures and Ed25519 for proofs. Takes about 0.1 s of processor: never inside a transaction. */
export async function newKeyPairs(): Promise<KeyPairs> {
  const [rsa, ed25519] = await Promise.all([generate('rsa', { modulusLength: 2048 }), generate('ed25519', {})])
  return {
    rsa: { publicKey: pem(rsa.publicKey, 'spki'), privateKey: pem(rsa.privateKey, 'pkcs8') },
    ed25519: { publicKey: ed25519Multibase(ed25519.publicKey), privateKey: pem(ed25519.privateKey, 'pkcs8') },
  }
}

function pem(key: KeyObject, type: 'spki' | 'pkcs8'): string {
  return key.export({ type, format: 'pem' }).toString()
}

/** Writes an actor's first keys, or its next ones with a suffix in their ids. */
export async function addKeys(
  tx: Tx,
  actor: { id: ActorId; iri: string },
  input: { keys: KeyPairs; now: Instant; suffix?: string },
): Promise<void> {
  const { keys, now, suffix = '' } = input
  const common = { actorId: actor.id, created: now, retired: null }
  await tx
    .insertInto('actorKey')
    .values([
      { ...common, id: newId<'actorKey'>(), iri: `${actor.iri}#main-key${suffix}`, kind: 'rsa', ...keys.rsa },
      { ...common, id: newId<'actorKey'>(), iri: `${actor.iri}#ed25519${suffix}`, kind: 'ed25519', ...keys.ed25519 },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * New keys with new ids for one local actor, or for all. The old ones sign no more; their documents are answered for
 * a week. System and administrators; `actor.updated` follows for each.
 * @returns how many actors got new keys.
 */
export async function rotateKeys(ctx: Ctx, only?: ActorId): Promise<number> {
  if (ctx.viewer.type !== 'system' && !(ctx.viewer.type === 'person' && ctx.viewer.admin)) throw new Forbidden()
  const actors = await ctx.db
    .selectFrom('actor')
    .select(['id', 'iri'])
    .where('local', '=', 1)
    .where('gone', 'is', null)
    .$if(only !== undefined, (query) => query.where('id', '=', only as ActorId))
    .execute()
  for (const actor of actors) {
    const keys = await newKeyPairs()
    await ctx.transaction(async (tx, emit) => {
      const now = ctx.clock.now()
      await tx
        .updateTable('actorKey')
        .set({ retired: now })
        .where('actorId', '=', actor.id)
        .where('retired', 'is', null)
        .execute()
      await addKeys(tx, actor, { keys, now, suffix: `-${ctx.clock.millis().toString(36)}` })
      emit('actor.updated', { actorId: actor.id }, actor.id)
    })
  }
  return actors.length
}

/** Removes keys whose week is over. @returns how many. */
export async function dropRetiredKeys(ctx: Ctx): Promise<number> {
  const result = await ctx.transaction((tx) =>
    tx.deleteFrom('actorKey').where('retired', '<', ctx.clock.in(-KEY_GRACE_MILLIS)).executeTakeFirst(),
  )
  return Number(result.numDeletedRows)
}
