// The stage of the visibility matrix: one plein, everyone who may look, and one item of every audience in every place.
import type { Audience, GroupAccess } from '../../../src/core/access.ts'
import { audiences } from '../../../src/core/access.ts'
import { personViewer } from '../../../src/features/accounts/index.ts'
import { putFollow } from '../../../src/features/actors/index.ts'
import { addComment } from '../../../src/features/comments/index.ts'
import { createContent, pinContent } from '../../../src/features/content/index.ts'
import { createGroup } from '../../../src/features/groups/index.ts'
import { recordUpload } from '../../../src/features/media/index.ts'
import { actorOf } from '../../../src/core/viewer.ts'
import { type ActorId, type CommentId, type ContentId, type MediaId, newId } from '../../../src/lib/id.ts'
import type { Person } from '../../kit/person.ts'
import { type Peer, type PeerActor, startPeer } from '../../kit/peer/peer.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

export type Place = GroupAccess | 'none'

export interface Item {
  readonly name: string
  readonly audience: Audience
  readonly place: Place
  readonly id: ContentId
  readonly commentId: CommentId
  readonly mediaId: MediaId
}

/** Who looks, and what the rule has to know of him. */
export interface Looker {
  readonly name: string
  readonly is: 'guest' | 'person' | 'server'
  readonly author?: boolean
  /** Of every group. For a server: somebody there is. */
  readonly member?: boolean
  readonly trust?: 'allowed' | 'blocked'
  readonly person?: Person
  readonly actor?: PeerActor
  readonly peer?: Peer
}

export interface Stage {
  readonly plein: TestServer
  readonly items: readonly Item[]
  readonly lookers: readonly Looker[]
  readonly groups: Readonly<Record<GroupAccess, ActorId>>
  readonly authorId: ActorId
  close(): Promise<void>
}

export const places: readonly Place[] = ['none', 'open', 'closed', 'hidden']
export const handleOf = (place: GroupAccess): string => `groep-${place}`
export const TAG = 'matrix'

export async function setStage(): Promise<Stage> {
  const plein = await startServer()
  const people = {
    admin: await plein.person('Bea', { handle: 'bea' }),
    author: await plein.person('Auteur', { handle: 'auteur' }),
    member: await plein.person('Lid', { handle: 'lid' }),
    colleague: await plein.person('Collega', { handle: 'collega' }),
  }
  const servers = {
    unknown: await peerOf(),
    allowed: await peerOf(),
    memberHost: await peerOf(),
    blocked: await peerOf(),
  }
  await plein.cli('instance allow', { host: servers.allowed.peer.host })
  const groups = await makeGroups(plein)
  const remotes = new Map<string, ActorId>()
  for (const { actor } of Object.values(servers)) {
    const known = await plein.app.tools.remote.actor(actor.iri)
    if (!known) throw new Error('the peer is not to be had')
    remotes.set(actor.iri, known.id)
  }
  const authorId = await idOf(plein, 'auteur')
  await plein.cli('instance block', { host: servers.blocked.peer.host })
  await plein.app.drain()
  const inGroups = [await idOf(plein, 'lid'), ...ids(remotes, servers.memberHost, servers.blocked)]
  await Promise.all(Object.values(groups).flatMap((groupId) => inGroups.map((id) => follows(plein, id, groupId))))
  for (const id of remotes.values()) await follows(plein, id, authorId)
  const items = await writeItems(plein, groups)
  await shut(plein, groups)
  await plein.app.drain()
  return { plein, items, groups, authorId, lookers: lookersOf(people, servers), close: () => closeAll(plein, servers) }
}

type Server = Awaited<ReturnType<typeof peerOf>>

async function peerOf() {
  const peer = await startPeer({ software: 'dwarsverband' })
  return { peer, actor: peer.actor('iemand'), server: peer.actor('server', { type: 'Application' }) }
}

function ids(remotes: ReadonlyMap<string, ActorId>, ...servers: readonly Server[]): ActorId[] {
  return servers.map(({ actor }) => remotes.get(actor.iri) as ActorId)
}

function lookersOf(
  people: Record<'admin' | 'author' | 'member' | 'colleague', Person>,
  servers: Record<string, Server>,
): Looker[] {
  const { unknown, allowed, memberHost, blocked } = servers as Record<
    'unknown' | 'allowed' | 'memberHost' | 'blocked',
    Server
  >
  const as = ({ peer, server }: Server) => ({ is: 'server' as const, peer, actor: server })
  return [
    { name: 'guest', is: 'guest' },
    { name: 'member', is: 'person', member: true, person: people.member },
    { name: 'colleague', is: 'person', person: people.colleague },
    { name: 'author', is: 'person', member: true, author: true, person: people.author },
    { name: 'administrator', is: 'person', person: people.admin },
    { name: 'unknown server', ...as(unknown) },
    { name: 'allowed server', trust: 'allowed', ...as(allowed) },
    { name: 'server with a member', member: true, ...as(memberHost) },
    { name: 'somebody there who is a member', member: true, ...as(memberHost), actor: memberHost.actor },
    { name: 'blocked server with a member', member: true, trust: 'blocked', ...as(blocked) },
  ]
}

async function idOf(plein: TestServer, handle: string): Promise<ActorId> {
  return actorOf(await plein.viewer(handle)) as ActorId
}

async function as(plein: TestServer, handle: string) {
  return plein.app.ctx(await personViewer(plein.app.ctx().db, `${handle}@example.nl`))
}

async function makeGroups(plein: TestServer): Promise<Record<GroupAccess, ActorId>> {
  const ctx = await as(plein, 'auteur')
  const make = (access: GroupAccess) => createGroup(ctx, { handle: handleOf(access), name: `Naam-${access}` })
  return { open: await make('open'), closed: await make('closed'), hidden: await make('hidden') }
}

async function follows(plein: TestServer, followerId: ActorId, targetId: ActorId): Promise<void> {
  const ctx = plein.app.ctx()
  await ctx.transaction((tx) =>
    putFollow(tx, ctx.clock, { iri: `urn:uuid:${newId()}`, followerId, targetId, state: 'accepted' }),
  )
}

/** All are written while their group is open, so that there is one of each audience in each. */
async function writeItems(plein: TestServer, groups: Record<GroupAccess, ActorId>): Promise<Item[]> {
  const ctx = await as(plein, 'auteur')
  const items: Item[] = []
  for (const place of places) {
    for (const audience of audiences) {
      if (place === 'none' && audience === 'group') continue
      const groupId = place === 'none' ? null : groups[place]
      const name = `${audience}-in-${place}`
      const mediaId = await picture(plein, name)
      const body = `Tekst van Stuk-${name} voor @lid, @collega en @bea. #${TAG}`
      const id = await createContent(ctx, {
        kind: 'post',
        groupId,
        title: `Stuk-${name}`,
        body,
        audience,
        mediaIds: [mediaId],
      })
      const commentId = await addComment(ctx, { contentId: id, body: `Antwoord-${name}` })
      if (groupId) await pinContent(ctx, id)
      items.push({ name, audience, place, id, commentId, mediaId })
    }
  }
  return items
}

async function picture(plein: TestServer, name: string): Promise<MediaId> {
  return recordUpload(await as(plein, 'auteur'), `Beeld-${name}`, async ({ full }) => {
    await plein.app.tools.files.put(full, Buffer.from(`picture of Stuk-${name}`))
    return { file: full, mimeType: 'image/webp', width: 1, height: 1, bytes: 20 }
  })
}

/** Closes two groups, before anything was told or sent. */
async function shut(plein: TestServer, groups: Record<GroupAccess, ActorId>): Promise<void> {
  await plein.app.ctx().transaction(async (tx) => {
    for (const access of ['closed', 'hidden'] as const) {
      await tx.updateTable('group').set({ access }).where('actorId', '=', groups[access]).execute()
    }
  })
}

async function closeAll(plein: TestServer, servers: Record<string, Server>): Promise<void> {
  await Promise.all(Object.values(servers).map(({ peer }) => peer.close()))
  await plein.close()
}
