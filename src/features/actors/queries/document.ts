// What the documents of persons, groups and the plein itself have in common, as plain AS2.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../core/federation.ts'
import { paths } from '../../../lib/urls.ts'
import { KEY_GRACE_MILLIS } from '../rules.ts'
import { type Actor, listKeys } from './actors.ts'

/** Everything of a local actor's document but `type` and what is a room's own. Without `@context`. */
export async function actorDocument(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const { origin, hostName } = ctx.config
  const keys = await listKeys(ctx.db, actor.id, ctx.clock.in(-KEY_GRACE_MILLIS))
  const rsa = keys.find((key) => key.kind === 'rsa' && key.retired === null)
  const multikeys = keys.filter((key) => key.kind === 'ed25519')
  return {
    id: actor.iri,
    preferredUsername: actor.handle,
    // FEP-2c59: the address is known without asking WebFinger first.
    webfinger: `${actor.handle}@${hostName}`,
    name: actor.name,
    url: actor.url,
    summary: actor.summary,
    ...(actor.summarySource ? { source: { content: actor.summarySource, mediaType: 'text/markdown' } } : {}),
    inbox: actor.inbox,
    outbox: actor.outbox ?? undefined,
    followers: actor.followersIri ?? undefined,
    endpoints: { sharedInbox: `${origin}/inbox` },
    ...(actor.pictureMediaId ? { icon: { type: 'Image', url: `${origin}${paths.media(actor.pictureMediaId)}` } } : {}),
    published: actor.created,
    updated: actor.updated,
    publicKey: rsa && { id: rsa.iri, owner: actor.iri, publicKeyPem: rsa.publicKey },
    // The newest first; those that were rotated away follow for a week, so that earlier proofs still hold (FEP-521a).
    assertionMethod: multikeys.map((key) => ({
      id: key.iri,
      type: 'Multikey',
      controller: actor.iri,
      publicKeyMultibase: key.publicKey,
    })),
  }
}
