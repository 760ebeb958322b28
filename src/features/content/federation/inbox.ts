// What is said elsewhere about items: written, changed, taken away, pinned.
import type { Ctx, Tools } from '../../../core/context.ts'
import type { Incoming, InboxHandlers } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { idIn, idsIn } from '../../../lib/as2.ts'
import type { Instant } from '../../../lib/clock.ts'
import { findActor } from '../../actors/index.ts'
import { createContent } from '../commands/create.ts'
import { editContent } from '../commands/edit.ts'
import { pinContent, unpinContent } from '../commands/pin.ts'
import { deleteContent, hideContent } from '../commands/remove.ts'
import { findContentByIri, knownTo } from '../queries/read.ts'
import { aboutNote } from './note.ts'
import { audienceAfter, draftFrom, receivedFrom, remoteFrom } from './receive.ts'

type Outcome = 'done' | 'ignored'

export const contentInbox: InboxHandlers = {
  Create: received,
  Update: updated,
  Delete: removed,
  Announce: announced,
  Add: (ctx, incoming) => pinned(ctx, incoming, pinContent),
  Remove: (ctx, incoming) => pinned(ctx, incoming, unpinContent),
}

/** An answer is the affair of the room of comments. */
async function received(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  if (!incoming.object || idIn(incoming.object['inReplyTo'])) return 'ignored'
  const all = await receivedFrom(ctx, incoming, tools)
  if (!all) return 'ignored'
  await createContent(ctx, {
    kind: all.kind.name,
    title: all.draft.title,
    data: all.draft.data,
    groupId: all.groupId,
    audience: all.audience,
    body: all.source,
    remote: all.remote,
  })
  return 'done'
}

async function updated(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  const { object } = incoming
  const note = await aboutNote(ctx, incoming, 'Update')
  if (note) return note
  if (!object || !draftFrom(ctx, object) || idIn(object['inReplyTo'])) return 'ignored'
  const content = await known(ctx, incoming.objectIri)
  if (!content) return received(ctx, incoming, tools)
  if (content.authorId !== incoming.actor.id) return 'ignored'
  const draft = draftFrom(ctx, object)?.draft
  const all = await receivedFrom(ctx, incoming, tools)
  const remote = all?.remote ?? remoteFrom(ctx, object, { mentions: [], activityIri: incoming.id })
  if (!draft || !remote) return 'ignored'
  const audience = await audienceAfter(ctx, incoming, content)
  if (!audience) return takenBack(ctx, content, remote.edited)
  const { title, data } = draft
  await editContent(ctx, content.id, { title, data, body: all?.source ?? '', audience, remote })
  return 'done'
}

/** It is for others now: it goes, and its new words are passed on to nobody. An older change is no reason. */
async function takenBack(ctx: Ctx, content: Content, edited: Instant | null | undefined): Promise<'done'> {
  if (!edited || edited >= (content.edited ?? content.published)) await deleteContent(ctx, content.id, {})
  return 'done'
}

async function removed(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const content = await known(ctx, incoming.objectIri)
  if (!content) return (await aboutNote(ctx, incoming, 'Delete')) ?? 'ignored'
  const remote = { activityIri: incoming.id }
  // A moderator's word, the author's too, when that is all that it is believed for, counts in that one group.
  if (incoming.moderates && incoming.moderates.id !== content.groupId) return 'ignored'
  if (content.authorId === incoming.actor.id) await deleteContent(ctx, content.id, remote)
  else if (mayModerate(incoming, content)) await hideContent(ctx, content.id, { ...remote, moderator: true })
  // Without a moderator's right, the frame let it come this far because its own server says that it is gone.
  else if (!content.local && !incoming.mayModerate) await hideContent(ctx, content.id, { ...remote, moderator: true })
  return 'done'
}

/** Somebody of the author's own server, or a moderator of this very group. */
function mayModerate(incoming: Incoming, content: Content): boolean {
  if (!incoming.mayModerate) return false
  return incoming.moderates ? incoming.moderates.id === content.groupId : incoming.actor.host === content.host
}

/** What a group boosts and we have already needs nothing; the rest is the frame's and the next room's affair. */
async function announced(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  if (incoming.actor.type !== 'group') return 'ignored'
  return (await known(ctx, incoming.objectIri)) ? 'done' : 'ignored'
}

async function pinned(ctx: Ctx, incoming: Incoming, command: typeof pinContent): Promise<Outcome> {
  const content = await known(ctx, incoming.objectIri)
  const group = content?.groupId ? await findActor(ctx.db, content.groupId) : undefined
  const featured = group && (group.featuredIri ?? `${group.iri}/featured`)
  if (!content || !featured || !idsIn(incoming.activity['target']).includes(featured)) return 'ignored'
  const moderator = mayModerate(incoming, content) || incoming.actor.id === content.groupId
  await command(ctx, content.id, { activityIri: incoming.id, moderator })
  return 'done'
}

/** Known here at all, whoever may see it. */
async function known(ctx: Ctx, iri: string | undefined): Promise<Content | undefined> {
  return iri ? findContentByIri(knownTo(ctx), iri) : undefined
}
