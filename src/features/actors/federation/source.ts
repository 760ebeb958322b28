// How the ActivityPub frame finds actors, keys and followers, and records who it met.
import type { GroupAccess } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import type { ActorSource, JsonObject, KnownActor } from '../../../core/federation.ts'
import { plainText } from '../../../lib/html.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { listManagers, recordRemoteGroup } from '../../groups/index.ts'
import { recordAvailability } from '../../klussen/index.ts'
import { attach, findMedia, recordRemotePictures } from '../../media/index.ts'
import { recordRemotePerson } from '../../people/index.ts'
import { ensureInstanceActor } from '../commands/local.ts'
import { markActorGone, recordRemoteActor, setPicture } from '../commands/remote.ts'
import * as queries from '../queries/actors.ts'
import * as follows from '../queries/follows.ts'

export const actors: ActorSource = {
  findByIri: async (ctx, iri) => known(await queries.findActorByIri(ctx.db, iri)),
  findById: async (ctx, id) => known(await queries.findActor(ctx.db, id)),
  async findByHandle(ctx, handle) {
    const actor = await queries.findActorByHandle(ctx.db, handle, ctx.config.hostName)
    return actor?.local && !actor.gone ? queries.knownActor(actor) : undefined
  },
  async instanceActor(ctx) {
    const actor = await queries.findInstanceActor(ctx.db, ctx.config.hostName)
    if (actor) return queries.knownActor(actor)
    await ensureInstanceActor(ctx)
    const made = await queries.findInstanceActor(ctx.db, ctx.config.hostName)
    if (!made) throw new Error('the plein has no actor of its own')
    return queries.knownActor(made)
  },
  findKey: (ctx, keyIri) => queries.findKey(ctx.db, keyIri),
  signingKey: (ctx, actorId, kind) => queries.getSigningKey(ctx.db, actorId, kind),
  followerInboxes: (ctx, actorId) => follows.followerInboxes(ctx.db, actorId),
  hasFollowerAt: (ctx, actorId, host) => follows.hasFollowerAt(ctx.db, actorId, host),
  isFollowedHere: (ctx, actorId) => follows.isFollowedHere(ctx.db, actorId),
  record: recordActor,
  markGone: (ctx, actorId) => markActorGone(ctx, actorId),
  async moderatorIris(ctx, groupId) {
    const group = await queries.findActor(ctx.db, groupId)
    if (!group) return []
    if (!group.local) return JSON.parse(group.moderators) as string[]
    const managers = await listManagers(ctx.db, groupId)
    return managers.map((manager) => manager.iri)
  },
}

/** Records a remote actor with everything that the rooms keep of it: person, group, picture. */
export function recordActor(ctx: Ctx, document: JsonObject): Promise<KnownActor> {
  return recordRemoteActor(ctx, document, async (tx, actor) => {
    if (actor.type === 'person') {
      await recordRemotePerson(tx, actor)
      await recordAvailability(tx, actor.id, { document, now: ctx.clock.now() })
    }
    if (actor.type === 'group') await recordGroup(ctx, tx, actor, document)
    await recordPicture(ctx, tx, actor)
  })
}

async function recordGroup(ctx: Ctx, tx: Tx, actor: queries.Actor, document: JsonObject): Promise<void> {
  await recordRemoteGroup(tx, actor.id, {
    access: accessOf(document),
    restricted: document['postingRestrictedToMods'] === true,
    name: actor.name,
    about: plainText(actor.summary),
    now: ctx.clock.now(),
  })
}

/** A group that lets people in by hand and is not to be discovered is hidden: here too only for its members. */
function accessOf(document: JsonObject): GroupAccess {
  if (document['manuallyApprovesFollowers'] !== true) return 'open'
  return document['discoverable'] === false ? 'hidden' : 'closed'
}

/** A picture shows once our copy of it is there; until then its owner has initials. */
async function recordPicture(ctx: Ctx, tx: Tx, actor: queries.Actor): Promise<void> {
  const pictures = actor.pictureUrl ? [{ url: actor.pictureUrl, alt: '', mimeType: 'image/jpeg' }] : []
  const mediaIds = await recordRemotePictures(tx, ctx.clock, pictures, actor.host)
  const media = mediaIds[0] ? await findMedia(tx, mediaIds[0]) : undefined
  await setPicture(tx, actor.id, media?.file ? media.id : null)
  await attach(tx, actor.id, mediaIds)
}

function known(actor: queries.Actor | undefined): KnownActor | undefined {
  return actor && !actor.gone ? queries.knownActor(actor) : undefined
}
