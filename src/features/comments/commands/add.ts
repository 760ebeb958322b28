// Commenting: what is typed here and what arrives from elsewhere meet in these commands.
import type { Insertable } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, Unauthenticated } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import { type ActorId, type CommentId, type ContentId, newId } from '../../../lib/id.ts'
import { paths, urlsOf } from '../../../lib/urls.ts'
import { isTaken, type Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import {
  findContent,
  getContent,
  knownTo,
  putMentions,
  receivedBy,
  receivedWords,
  textOf,
} from '../../content/index.ts'
import { findGroupRules, mayReplyIn } from '../../groups/index.ts'
import { findComment, findCommentByIri } from '../queries.ts'
import { type Comment, type CommentInput, commentLimits, type RemoteComment } from '../rules.ts'
import type { CommentTable } from '../tables.ts'

/**
 * Whoever may see the item and, in a group, may answer there. `comment.added` follows. Something received twice
 * (same iri) is stored once; the answer is the same id.
 * @param read what the caller has just read, as this viewer
 * @throws Unauthenticated, NotFound (item, parent), Forbidden, Invalid
 */
export async function addComment(ctx: Ctx, input: CommentInput, read: JustRead = {}): Promise<CommentId> {
  const authorId = actorOf(ctx.viewer)
  if (!authorId) throw new Unauthenticated()
  const content = read.content ?? (await rootOf(ctx, input))
  if (content.state !== 'published') throw new Conflict('comment.notYet')
  if (content.groupId && !(await mayReplyIn(ctx.db, ctx.viewer, content.groupId)))
    throw new Forbidden('comment.mayNotHere')
  const parent = input.parentId ? (read.parent ?? (await findComment(ctx.db, input.parentId))) : undefined
  if (input.parentId && parent?.contentId !== content.id) throw new NotFound('comment.notFound')
  if (!input.remote) checkBody(input.body)
  const text = input.remote ? receivedWords(input.remote) : await textOf(ctx, input.body)
  const row = rowOf(ctx, { authorId, content, parent, input, html: text.html, body: text.body })
  return store(ctx, { row, contentId: content.id, mentions: text.mentions, remote: input.remote })
}

interface JustRead {
  readonly content?: Content | undefined
  readonly parent?: Comment | undefined
}

interface Fresh {
  readonly row: Row
  readonly contentId: ContentId
  readonly mentions: readonly ActorId[]
  readonly remote: RemoteComment | undefined
}

/** Nothing is asked on the way, so that on PostgreSQL it leaves as a whole. */
async function store(ctx: Ctx, { row, contentId, mentions, remote }: Fresh): Promise<CommentId> {
  try {
    await ctx.transaction(async (tx, emit) => {
      await insert.run(tx, { row })
      if (mentions.length > 0) await putMentions(tx, row.id, mentions)
      emit('comment.added', { commentId: row.id, contentId, ...receivedBy(remote) }, contentId)
    })
    return row.id
  } catch (error) {
    const first = isTaken(error) ? await findCommentByIri(ctx.db, row.iri) : undefined
    if (!first) throw error
    return first.id
  }
}

const insert = prepared((db, { row }: { row: Insertable<CommentTable> }) =>
  (db as Tx).insertInto('comment').values(row),
)

/** Who is a member of a group elsewhere, only that group knows: what it passes on is believed. */
async function rootOf(ctx: Ctx, input: CommentInput): Promise<Content> {
  const found = await findContent(ctx, input.contentId)
  if (found || !input.remote) return found ?? getContent(ctx, input.contentId)
  const known = await findContent(knownTo(ctx), input.contentId)
  const group = known?.groupId ? await findGroupRules(ctx.db, known.groupId) : undefined
  if (!known || !group || group.local) throw new NotFound('content.notFound')
  return known
}

/** @throws Invalid */
export function checkBody(body: string): void {
  if (body.trim() === '') throw new Invalid({ body: { code: 'field.required' } })
  if (body.length > commentLimits.body)
    throw new Invalid({ body: { code: 'field.tooLong', params: { max: commentLimits.body } } })
}

type Row = Insertable<CommentTable> & { readonly id: CommentId; readonly iri: string }

interface RowParts {
  readonly authorId: ActorId
  readonly content: Content
  readonly parent: Comment | undefined
  readonly input: CommentInput
  readonly html: string
  readonly body: string | null
}

function rowOf(ctx: Ctx, { authorId, content, parent, input, html, body }: RowParts): Row {
  const urls = urlsOf(ctx.config.origin)
  const id = newId<'comment'>()
  const now = ctx.clock.now()
  const { remote } = input
  return {
    id,
    iri: remote?.iri ?? urls.object(id),
    contentId: content.id,
    parentId: parent?.id ?? null,
    host: remote ? new URL(remote.iri).host : ctx.config.hostName,
    local: remote ? 0 : 1,
    authorId,
    body,
    html,
    state: 'published',
    language: remote?.language ?? input.language ?? ctx.locale,
    url: remote?.url ?? `${urls.origin}${paths.comment(content.id, id)}`,
    published: remote && remote.published < now ? remote.published : now,
    edited: remote?.edited ?? null,
    deleted: null,
    likeCount: 0,
  }
}
