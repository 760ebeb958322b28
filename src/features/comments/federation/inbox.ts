// What is said elsewhere about comments: an answer finds its thread by what it answers, whatever it says of groups.
import type { Ctx } from '../../../core/context.ts'
import { type Incoming, type InboxHandlers, type JsonObject, PUBLIC } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { idIn, idsIn, languageIn, pageIn, textIn, objectsIn, typesIn, withAddressing } from '../../../lib/as2.ts'
import { toInstant } from '../../../lib/clock.ts'
import { parseIri } from '../../../lib/iri.ts'
import { findActor, findActorsByIri, followersIriOf } from '../../actors/index.ts'
import { findContent, findContentByIri, isOpenly, itemOfCompanion, knownTo } from '../../content/index.ts'
import { findGroupRules } from '../../groups/index.ts'
import { addComment } from '../commands/add.ts'
import { editComment } from '../commands/edit.ts'
import { deleteComment } from '../commands/remove.ts'
import { findCommentByIri } from '../queries.ts'
import { type Comment, commentLimits, type RemoteComment } from '../rules.ts'

type Outcome = 'done' | 'ignored'

export const commentsInbox: InboxHandlers = {
  Create: received,
  Update: updated,
  Delete: removed,
  Announce: announced,
}

async function received(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const { object } = incoming
  const answered = object && idIn(object['inReplyTo'])
  if (!object || !answered || !idsIn(object['attributedTo']).includes(incoming.actor.iri)) return 'ignored'
  const [thread, stored] = await Promise.all([threadWith(ctx, answered), findCommentByIri(ctx.db, idIn(object) ?? '')])
  if (!thread) return 'ignored'
  const { content, parent, maySee } = thread
  // Said to some only, under something that more may read: not ours to show. Or it came before, in another way.
  if (stored || !(await isForThread(ctx, object, content))) return 'done'
  const remote = await remoteOf(ctx, object, incoming)
  if (!remote) return 'ignored'
  const input = { contentId: content.id, parentId: parent?.id, body: sourceOf(object), remote }
  await addComment(ctx, input, { parent, content: maySee ? content : undefined })
  return 'done'
}

interface Thread {
  readonly content: Content
  readonly parent: Comment | undefined
  /** Read as who answers; else it is only known here. */
  readonly maySee: boolean
}

/** The item or comment with this id, as far as it is known here. */
async function threadWith(ctx: Ctx, iri: string): Promise<Thread | undefined> {
  const itemIri = itemOfCompanion(iri) ?? iri
  const item = await eitherWay(ctx, (own) => findContentByIri(own, itemIri))
  if (item) return { ...item, parent: undefined }
  const parent = await findCommentByIri(ctx.db, iri)
  const root = parent && (await eitherWay(ctx, (own) => findContent(own, parent.contentId)))
  return root && { ...root, parent }
}

async function eitherWay(
  ctx: Ctx,
  find: (ctx: Ctx) => Promise<Content | undefined>,
): Promise<Pick<Thread, 'content' | 'maySee'> | undefined> {
  const seen = await find(ctx)
  const content = seen ?? (await find(knownTo(ctx)))
  return content && { content, maySee: seen !== undefined }
}

/** Is it said to all who can read the thread? While its group is not open, those are its members, whatever the item says. */
async function isForThread(ctx: Ctx, object: JsonObject, content: Content): Promise<boolean> {
  const addressed = new Set(['to', 'cc'].flatMap((key) => idsIn(object[key])))
  if (addressed.has(PUBLIC)) return true
  const rules = content.groupId ? await findGroupRules(ctx.db, content.groupId) : undefined
  if (isOpenly({ audience: content.audience, group: rules })) return false
  if (object['dwv:audience'] === content.audience) return true
  const group = content.groupId ? await findActor(ctx.db, content.groupId) : undefined
  return group !== undefined && (addressed.has(group.iri) || addressed.has(followersIriOf(group)))
}

function sourceOf(object: JsonObject): string {
  const source = objectsIn(object['source'])[0]
  const text = source && source['mediaType'] === 'text/markdown' ? textIn(source['content']) : undefined
  return text && text.length <= commentLimits.body ? text : ''
}

async function remoteOf(ctx: Ctx, object: JsonObject, incoming: Incoming): Promise<RemoteComment | undefined> {
  const iri = parseIri(object['id']) ? String(object['id']) : undefined
  if (!iri) return undefined
  const tags = objectsIn(object['tag']).filter((tag) => tag['type'] === 'Mention')
  const named = await findActorsByIri(
    ctx.db,
    [...new Set(tags.flatMap((tag) => idsIn(tag['href'])))].slice(0, commentLimits.mentions),
  )
  return {
    iri,
    url: pageIn(object['url']) ?? iri,
    html: textIn(object['content']) ?? '',
    published: toInstant(textIn(object['published'])) ?? ctx.clock.now(),
    edited: toInstant(textIn(object['updated'])) ?? null,
    language: (languageIn(object['contentMap']) ?? ctx.locale).slice(0, 35),
    mentions: named.filter((actor) => actor.type === 'person').map((actor) => actor.id),
    activityIri: incoming.fetched ? undefined : incoming.id,
  }
}

async function updated(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const { object, objectIri } = incoming
  if (!object || !objectIri || typesIn(object).includes('Tombstone')) return 'ignored'
  const comment = await findCommentByIri(ctx.db, objectIri)
  if (!comment) return received(ctx, incoming)
  const remote = await remoteOf(ctx, object, incoming)
  if (!remote || comment.authorId !== incoming.actor.id || comment.state === 'deleted') return 'done'
  const said = withAddressing(object, incoming.activity)
  const content = said && (await findContent(knownTo(ctx), comment.contentId))
  if (said && content && !(await isForThread(ctx, said, content))) return takenBack(ctx, comment, remote.edited)
  if (comment.state !== 'published') return 'done'
  await editComment(ctx, comment.id, { body: sourceOf(object), remote })
  return 'done'
}

/** It is for others now than who read the thread: it goes, hidden too, and its new words are passed on to nobody. */
async function takenBack(ctx: Ctx, comment: Comment, edited: RemoteComment['edited']): Promise<'done'> {
  if (!edited || edited >= (comment.edited ?? comment.published)) await deleteComment(ctx, comment.id, {})
  return 'done'
}

async function removed(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const comment = incoming.objectIri ? await findCommentByIri(ctx.db, incoming.objectIri) : undefined
  if (!comment) return 'ignored'
  const remote = { activityIri: incoming.id }
  // A moderator's word, the author's too, when that is all that it is believed for, counts in that one group.
  const content = incoming.moderates && (await findContent(knownTo(ctx), comment.contentId))
  if (incoming.moderates && incoming.moderates.id !== content?.groupId) return 'ignored'
  if (comment.authorId === incoming.actor.id) await deleteComment(ctx, comment.id, remote)
  else if (await mayModerate(ctx, incoming, comment))
    await deleteComment(ctx, comment.id, { ...remote, moderator: true })
  return 'done'
}

/** A moderator of this very group, somebody of the author's server, or its own server said that it is gone. */
async function mayModerate(ctx: Ctx, incoming: Incoming, comment: Comment): Promise<boolean> {
  if (!incoming.mayModerate) return !comment.local
  if (!incoming.moderates) return incoming.actor.host === comment.host
  const content = await findContent(knownTo(ctx), comment.contentId)
  return content?.groupId === incoming.moderates.id
}

async function announced(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  if (incoming.actor.type !== 'group' || !incoming.objectIri) return 'ignored'
  return (await findCommentByIri(ctx.db, incoming.objectIri)) ? 'done' : 'ignored'
}
