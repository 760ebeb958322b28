// A group of this plein as ActivityStreams (FEP-1b12, with the names that Lemmy, NodeBB and Mastodon read).
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { Urls } from '../../../lib/urls.ts'
import { paths } from '../../../lib/urls.ts'
import { type Actor, KEY_GRACE_MILLIS, listKeys } from '../../actors/index.ts'
import type { GroupAccess } from '../../../core/access.ts'

export interface GroupFacts {
  readonly access: GroupAccess
  readonly restricted: boolean
}

export async function groupDocument(ctx: Ctx, actor: Actor, group: GroupFacts, urls: Urls): Promise<JsonObject> {
  const id = actor.iri
  const picture = actor.pictureMediaId
  return {
    id,
    type: 'Group',
    preferredUsername: actor.handle,
    webfinger: `${actor.handle}@${actor.host}`,
    name: actor.name,
    url: actor.url,
    summary: actor.summary,
    ...(actor.summarySource ? { source: { content: actor.summarySource, mediaType: 'text/markdown' } } : {}),
    inbox: actor.inbox,
    outbox: actor.outbox ?? `${id}/outbox`,
    followers: actor.followersIri ?? `${id}/followers`,
    featured: actor.featuredIri ?? `${id}/featured`,
    attributedTo: actor.moderatorsIri ?? `${id}/moderators`,
    endpoints: { sharedInbox: actor.sharedInbox ?? `${urls.origin}/inbox` },
    postingRestrictedToMods: group.restricted,
    manuallyApprovesFollowers: group.access !== 'open',
    discoverable: group.access !== 'hidden',
    indexable: group.access === 'open',
    sensitive: false,
    ...(picture
      ? { icon: { type: 'Image', mediaType: 'image/webp', url: `${urls.origin}${paths.media(picture)}` } }
      : {}),
    published: actor.created,
    updated: actor.updated,
    ...(await keysOf(ctx, actor)),
    generator: {
      type: 'Application',
      id: `${urls.origin}/ap/instance`,
      implements: [{ href: 'https://w3id.org/fep/1b12' }, { href: 'https://w3id.org/fep/f228' }],
    },
  }
}

async function keysOf(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const keys = await listKeys(ctx.db, actor.id, ctx.clock.in(-KEY_GRACE_MILLIS))
  const rsa = keys.find((key) => key.kind === 'rsa' && key.retired === null)
  const proofs = keys.filter((key) => key.kind === 'ed25519')
  return {
    ...(rsa ? { publicKey: { id: rsa.iri, owner: actor.iri, publicKeyPem: rsa.publicKey } } : {}),
    assertionMethod: proofs.map((key) => ({
      id: key.iri,
      type: 'Multikey',
      controller: actor.iri,
      publicKeyMultibase: key.publicKey,
    })),
  }
}
