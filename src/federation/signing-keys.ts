// Private keys for deliveries: read from the actors' room, kept for a minute, so that a thousand deliveries read one.
import type { Ctx } from '../core/context.ts'
import type { ActorSource, KnownKey, SigningKey } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import type { Clock } from '../lib/clock.ts'
import type { ActorId } from '../lib/id.ts'

/** A rotated key is answered for a week: a minute of signing with it does no harm. */
const KEPT_MILLIS = 60_000
const MAX_KEPT = 500

/** @returns a look-up of the private key of a local actor. It throws Error when the actor is not local. */
export function openSigningKeys(options: { actors: ActorSource; ctx: Ctx; clock: Clock }) {
  const kept = new Map<string, { key: Promise<SigningKey>; until: number }>()

  return function signingKey(actorId: ActorId, kind: KnownKey['kind']): Promise<SigningKey> {
    const name = `${kind} ${actorId}`
    const found = kept.get(name)
    if (found && found.until > options.clock.millis()) return found.key
    const key = options.actors.signingKey(options.ctx, actorId, kind)
    putBounded(kept, name, { key, until: options.clock.millis() + KEPT_MILLIS }, MAX_KEPT)
    key.catch(() => kept.delete(name))
    return key
  }
}
