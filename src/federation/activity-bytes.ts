// Makes the final bytes of what we say, once: what is sent again later is the same to the last byte.
import type { Occurrence } from '../core/events.ts'
import type { Forward, Json, JsonObject, KnownActor, Outgoing, SigningKey } from '../core/federation.ts'
import { PUBLIC } from '../core/federation.ts'
import { AS2_CONTEXT } from '../lib/as2.ts'
import type { Urls } from '../lib/urls.ts'
import { attachProof } from './proofs.ts'

/**
 * The activity as text. The moment in the proof is the event's, and Ed25519 signs the same thing the same way: made
 * twice, it is the same.
 * @param by.key undefined: without a proof
 */
export function bytesOf(
  part: Outgoing,
  event: Pick<Occurrence, 'id' | 'occurred'>,
  by: { urls: Urls; context: Json; actor: KnownActor; key: SigningKey | undefined },
): string {
  const { type, ...rest } = part.activity
  const id = by.urls.activityOf(event.id, part.slot)
  const document: JsonObject = { '@context': by.context, id, type, actor: by.actor.iri, ...withoutNames(rest) }
  return JSON.stringify(by.key ? attachProof(document, by.key, event.occurred) : document)
}

/** The frame's own members are not for rooms to set. */
function withoutNames(rest: JsonObject): JsonObject {
  const { '@context': _, id: __, actor: ___, proof: ____, ...others } = rest
  return others
}

/**
 * An Announce around somebody else's bytes, which are not read and written again: their proof would break
 * (FEP-1b12 "verbatim").
 */
export function wrap(
  raw: string,
  by: { id: string; group: KnownActor; announce: Forward['announce']; published: string },
): string {
  const { group } = by
  const audience = by.announce ?? { to: [PUBLIC], cc: group.followersIri ? [group.followersIri] : [] }
  const head = JSON.stringify({
    '@context': AS2_CONTEXT,
    id: by.id,
    type: 'Announce',
    actor: group.iri,
    published: `${by.published.slice(0, 19)}Z`,
    to: audience.to,
    cc: audience.cc,
  })
  return `${head.slice(0, -1)},"object":${innerText(raw)}}`
}

/** The bytes without what may stand around JSON but not in the middle of it. */
function innerText(raw: string): string {
  return raw.replace(/^\uFEFF/, '')
}
