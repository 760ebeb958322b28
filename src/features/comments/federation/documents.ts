// What can be fetched of a thread: its objects (items and comments), the answers to each, and the whole of it.
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, Found, JsonObject } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { paths, type Urls } from '../../../lib/urls.ts'
import {
  companionOf,
  findContent,
  findContentByContext,
  findRemoved,
  isOpenly,
  objectOf,
  placeOf,
  travels,
} from '../../content/index.ts'
import type { ContentId } from '../../../lib/id.ts'
import { isId } from '../../../lib/id.ts'
import { findComment, listReplyIris, listThreadIris } from '../queries.ts'
import type { Comment } from '../rules.ts'
import { noteOf, spotOf } from './note.ts'

const PAGE = 100

export const threadDocuments: readonly DocumentSource[] = [
  { path: 'objects/:id', find: (ctx, { id = '' }) => findObject(ctx, id) },
  { path: 'objects/:id/note', find: (ctx, { id = '' }) => findCompanion(ctx, id) },
  { path: 'objects/:id/replies', find: (ctx, { id = '' }) => findReplies(ctx, id) },
  { path: 'contexts/:id', find: (ctx, { id = '' }, query, urls) => findThread(ctx, urls.context(id), { query, urls }) },
]

async function findObject(ctx: Ctx, id: string): Promise<Found | undefined> {
  if (!isId(id)) return undefined
  const said = await findSaid(ctx, id)
  if (!said) return findGone(ctx, id)
  const { content, comment } = said
  // What came from elsewhere is served there; we only name it.
  if (!(comment ?? content).local) return undefined
  const document = comment ? await noteOf(ctx, await spotOf(ctx, comment, content)) : await objectOf(ctx, content)
  const page = comment ? paths.comment(content.id, comment.id) : paths.item(content.id)
  return { type: 'document', document, public: isOpenly(await placeOf(ctx, content)), page }
}

/** The note of an item whose type not everybody knows. */
async function findCompanion(ctx: Ctx, id: string): Promise<Found | undefined> {
  const content = isId(id) ? await findContent(ctx, id) : undefined
  if (!content) return isId(id) ? findGone(ctx, id) : undefined
  if (!content.local || content.state !== 'published') return undefined
  const document = await companionOf(ctx, content)
  if (!document) return undefined
  return { type: 'document', document, public: isOpenly(await placeOf(ctx, content)), page: paths.item(content.id) }
}

/** An item or comment that the viewer may see, published. */
async function findSaid(ctx: Ctx, id: string): Promise<{ content: Content; comment?: Comment } | undefined> {
  const content = await findContent(ctx, id)
  if (content) return content.state === 'published' ? { content } : undefined
  const comment = await findComment(ctx.db, id)
  if (comment?.state !== 'published') return undefined
  const root = await findContent(ctx, comment.contentId)
  return root?.state === 'published' ? { content: root, comment } : undefined
}

async function findGone(ctx: Ctx, id: string): Promise<Found | undefined> {
  const row = await findRemoved(ctx.db, id as ContentId)
  if (row) {
    const gone = row.state === 'deleted' && row.local === 1 && travels(row.audience)
    const formerType = ctx.kinds.find(row.kind)?.federation.types[0] ?? 'Object'
    return gone ? { type: 'gone', formerType, deleted: row.deleted ?? ctx.clock.now() } : undefined
  }
  const comment = await findComment(ctx.db, id)
  if (comment?.state !== 'deleted' || !comment.local) return undefined
  return { type: 'gone', formerType: 'Note', deleted: comment.deleted ?? comment.published }
}

async function findReplies(ctx: Ctx, id: string): Promise<Found | undefined> {
  const said = isId(id) ? await findSaid(ctx, id) : undefined
  if (!said) return undefined
  const { content, comment } = said
  const iri = `${(comment ?? content).iri}/replies`
  const items = await listReplyIris(ctx.db, content.id, comment?.id ?? null)
  const document: JsonObject = {
    id: iri,
    type: 'Collection',
    totalItems: items.length,
    first: { id: `${iri}?page=1`, type: 'CollectionPage', partOf: iri, items },
  }
  return { type: 'document', document, public: isOpenly(await placeOf(ctx, content)), page: paths.item(content.id) }
}

/** The thread's collection (FEP-7888), in order of time, the item first (FEP-f228). */
async function findThread(
  ctx: Ctx,
  iri: string,
  given: { query: Readonly<Record<string, string>>; urls: Urls },
): Promise<Found | undefined> {
  const content = await findContentByContext(ctx, iri)
  if (!content || content.state !== 'published') return undefined
  const place = await placeOf(ctx, content)
  const after = given.query['page']
  const comments = await listThreadIris(ctx.db, content.id, { after, limit: PAGE })
  const orderedItems = [...(after ? [] : [content.iri]), ...comments.items.map((one) => one.iri)]
  const page: JsonObject = {
    id: after ? `${iri}?page=${after}` : `${iri}?page=`,
    type: 'OrderedCollectionPage',
    partOf: iri,
    orderedItems,
    ...(comments.next ? { next: `${iri}?page=${comments.next}` } : {}),
  }
  const whole: JsonObject = {
    id: iri,
    type: 'OrderedCollection',
    attributedTo: place.group?.local ? place.group.iri : place.author.iri,
    ...(place.group ? { audience: place.group.iri } : {}),
    name: content.title || content.summary.slice(0, 100),
    totalItems: content.commentCount + 1,
    first: page,
  }
  return { type: 'document', document: after ? page : whole, public: isOpenly(place), page: paths.item(content.id) }
}
