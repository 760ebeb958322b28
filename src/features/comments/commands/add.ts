// Commenting: what is typed here and what arrives from elsewhere meet in these commands.
import type { Insertable } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, Unauthenticated } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import { type ActorId, type CommentId, newId } from '../../../lib/id.ts'
import { paths, urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
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
import { findComment } from '../queries.ts'
import { type Comment, type CommentInput, commentLimits } from '../rules.ts'
import type { CommentTable } from '../tables.ts'

/**
 * Whoever may see the item and, in a group, may answer there. `comment.added` follows. Something received twice
 * (same iri) is stored once; the answer is the same id.
 * @throws Unauthenticated, NotFound (item, parent), Forbidden, Invalid
 */
export async function addComment(ctx: Ctx, input: CommentInput): Promise<CommentId> {
  const authorId = actorOf(ctx.viewer)
  if (!authorId) throw new Unauthenticated()
  const content = await rootOf(ctx, input)
  if (content.state !== 'published') throw new Conflict('comment.notYet')
  if (content.groupId && !(await mayReplyIn(ctx.db, ctx.viewer, content.groupId)))
    throw new Forbidden('comment.mayNotHere')
  const parent = input.parentId ? await findComment(ctx.db, input.parentId) : undefined
  if (input.parentId && parent?.contentId !== content.id) throw new NotFound('comment.notFound')
  if (!input.remote) checkBody(input.body)
  const text = input.remote ? receivedWords(input.remote) : await textOf(ctx, input.body)
  const row = rowOf(ctx, { authorId, content, parent, input, html: text.html, body: text.body })
  return ctx.transaction(async (tx, emit) => {
    if (!(await insert.first(tx, { row })))
      return (await tx.selectFrom('comment').select('id').where('iri', '=', row.iri).executeTakeFirstOrThrow()).id
    if (text.mentions.length > 0) await putMentions(tx, row.id, text.mentions)
    emit('comment.added', { commentId: row.id, contentId: content.id, ...receivedBy(input.remote) }, content.id)
    return row.id
  })
}

const insert = prepared((db, { row }: { row: Insertable<CommentTable> }) =>
  (db as Tx)
    .insertInto('comment')
    .values(row)
    .onConflict((conflict) => conflict.column('iri').doNothing())
    .returning('id'),
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

interface RowParts {
  readonly authorId: ActorId
  readonly content: Content
  readonly parent: Comment | undefined
  readonly input: CommentInput
  readonly html: string
  readonly body: string | null
}

function rowOf(
  ctx: Ctx,
  { authorId, content, parent, input, html, body }: RowParts,
): Insertable<CommentTable> & { id: CommentId; iri: string } {
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
