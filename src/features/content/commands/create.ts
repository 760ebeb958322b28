// Writing a new item: what is typed here and what arrives from elsewhere meet in this one command.
import type { Insertable } from 'kysely'
import type { GroupAccess } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import { Forbidden, Invalid, NotFound, Unauthenticated } from '../../../core/errors.ts'
import type { AnyKind, Facet } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import { excerpt } from '../../../lib/html.ts'
import { type ActorId, type ContentId, newId } from '../../../lib/id.ts'
import { paths, urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findGroupRules, mayPostIn } from '../../groups/index.ts'
import { attach, attachable, recordRemotePictures } from '../../media/index.ts'
import { audiencesFor, type ContentInput, limits, type RemoteContent } from '../rules/content.ts'
import type { ContentTable } from '../tables.ts'
import { checkAudience, checkBody, checkOwn, checkTitle, receivedText, type Text, textOf } from './draft.ts'
import { joinStreams } from './looked-up.ts'
import { putFacets, putMentions, putTags } from './parts.ts'

/**
 * Whoever is signed in may write; in a group, whoever that group lets start a thread. Then `content.published`
 * follows, unless it is a draft. Something received twice (same iri) is stored once; the answer is the same id.
 * @throws Unauthenticated, Forbidden, NotFound (kind, group), Invalid (naming fields)
 */
export async function createContent(ctx: Ctx, input: ContentInput): Promise<ContentId> {
  const authorId = actorOf(ctx.viewer)
  if (!authorId) throw new Unauthenticated()
  const kind = ctx.kinds.find(input.kind)
  if (!kind) throw new NotFound('content.unknownKind')
  const group = await checkPlace(ctx, input)
  checkAudience(input.audience, audiencesFor(group?.access))
  const draft = input.remote ? received(kind, input, input.remote) : await written(ctx, kind, input)
  const id = newId<'content'>()
  const row = rowOf(ctx, { id, authorId, input, draft })
  return ctx.transaction(async (tx, emit) => {
    const inserted = await tx
      .insertInto('content')
      .values(row)
      .onConflict((conflict) => conflict.column('iri').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!inserted) return known(tx, emit, row)
    await putTags(tx, id, draft.text.tags, row.published)
    await putMentions(tx, id, draft.text.mentions)
    await putFacets(tx, id, draft.facets)
    await putPictures(tx, ctx, input, { id, authorId })
    if (row.state === 'published') emit('content.published', { contentId: id, ...receivedBy(input.remote) }, id)
    return id
  })
}

/** What somebody had looked up before it came by itself stands in the streams from now on. */
async function known(
  tx: Tx,
  emit: Emit,
  { iri, lookedUp }: Pick<Insertable<ContentTable>, 'iri' | 'lookedUp'>,
): Promise<ContentId> {
  const before = tx.selectFrom('content').select(['id', 'lookedUp']).where('iri', '=', iri)
  const row = await before.executeTakeFirstOrThrow()
  if (row.lookedUp === 1 && lookedUp !== 1) await joinStreams(tx, emit, row.id)
  return row.id
}

interface Draft {
  readonly title: string
  readonly text: Text
  readonly json: string
  readonly facets: readonly Facet[]
}

async function checkPlace(ctx: Ctx, input: ContentInput): Promise<{ access: GroupAccess } | undefined> {
  if (!input.groupId) return undefined
  const group = await findGroupRules(ctx.db, input.groupId)
  if (!group) throw new NotFound('content.unknownGroup')
  if (!(await mayPostIn(ctx.db, ctx.viewer, input.groupId))) throw new Forbidden('content.mayNotPostHere')
  return group
}

async function written(ctx: Ctx, kind: AnyKind, input: ContentInput): Promise<Draft> {
  const state = input.state ?? 'published'
  const title = checkTitle(kind, input.title, state)
  checkBody(input.body, title, state)
  if ((input.mediaIds?.length ?? 0) > limits.images) {
    throw new Invalid({ image: { code: 'content.tooManyImages', params: { max: limits.images } } })
  }
  const publishing = state === 'published' ? kind.publishing : undefined
  const own = checkOwn(kind, input.data, (data) => publishing?.(data, ctx.clock.now()) ?? data)
  return { title, text: await textOf(ctx, input.body, input.tags), ...own }
}

function received(kind: AnyKind, input: ContentInput, remote: RemoteContent): Draft {
  const title = kind.title === 'none' ? '' : excerpt(input.title ?? '', limits.title)
  const own = checkOwn(kind, input.data)
  return { title, text: receivedText({ ...remote, body: input.body.slice(0, limits.body) }), ...own }
}

function rowOf(
  ctx: Ctx,
  parts: { id: ContentId; authorId: ActorId; input: ContentInput; draft: Draft },
): Insertable<ContentTable> & { published: Instant } {
  const { id, authorId, input, draft } = parts
  const urls = urlsOf(ctx.config.origin)
  const now = ctx.clock.now()
  const { remote } = input
  // A clock elsewhere may run ahead: nothing stands above what is new here for longer than it should.
  const published = remote && remote.published < now ? remote.published : now
  return {
    id,
    iri: remote?.iri ?? urls.object(id),
    kind: input.kind,
    host: remote ? new URL(remote.iri).host : ctx.config.hostName,
    local: remote ? 0 : 1,
    authorId,
    groupId: input.groupId ?? null,
    title: draft.title,
    body: draft.text.body,
    html: draft.text.html,
    summary: draft.text.summary,
    audience: input.audience,
    state: input.state ?? 'published',
    language: remote?.language ?? input.language ?? ctx.locale,
    data: draft.json,
    contextIri: remote?.contextIri ?? urls.context(id),
    url: remote?.url ?? `${urls.origin}${paths.item(id)}`,
    published,
    edited: remote?.edited ?? null,
    deleted: null,
    commentCount: 0,
    likeCount: 0,
    lastActivity: published,
    lookedUp: remote?.lookedUp ? 1 : 0,
  }
}

async function putPictures(
  tx: Tx,
  ctx: Ctx,
  input: ContentInput,
  own: { id: ContentId; authorId: ActorId },
): Promise<void> {
  const { remote } = input
  const ids = remote
    ? await recordRemotePictures(tx, ctx.clock, (remote.images ?? []).slice(0, limits.images), new URL(remote.iri).host)
    : await attachable(tx, input.mediaIds ?? [], { ownerId: own.authorId, subjectId: own.id })
  if (ids.length > 0) await attach(tx, own.id, ids)
}

/** The received activity, where there is one, so that its exact bytes can be passed on. */
export function receivedBy(remote: { activityIri?: string | undefined } | undefined): { activityIri?: string } {
  return remote?.activityIri ? { activityIri: remote.activityIri } : {}
}
