// Changing an item: the version before is kept, a draft may be published.
import type { Updateable } from 'kysely'
import type { Audience } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, Unauthenticated } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import type { AnyKind, Facet } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import { excerpt } from '../../../lib/html.ts'
import { type ActorId, type ContentId, type MediaId, newId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findGroupRules, mayPostIn } from '../../groups/index.ts'
import { attach, attachable, recordRemotePictures } from '../../media/index.ts'
import { audiencesFor, limits, type RemoteContent } from '../rules/content.ts'
import type { ContentTable } from '../tables.ts'
import { receivedBy } from './create.ts'
import { checkAudience, checkBody, checkOwn, checkTitle, receivedText, type Text, textOf } from './draft.ts'
import { putFacets, putMentions, putTags } from './parts.ts'

/** What changes; absent members stay as they are. */
export interface ContentChanges {
  readonly title?: string | undefined
  readonly body?: string | undefined
  readonly data?: unknown
  readonly tags?: readonly string[] | undefined
  readonly language?: string | undefined
  /** Who may read it, and in which group it stands, can change as long as it is a draft. */
  readonly audience?: Audience | undefined
  readonly groupId?: ActorId | null | undefined
  readonly mediaIds?: readonly MediaId[] | undefined
  /** Publishes a draft. */
  readonly publish?: boolean | undefined
  readonly remote?:
    Pick<RemoteContent, 'html' | 'summary' | 'tags' | 'mentions' | 'edited' | 'activityIri' | 'images'> | undefined
}

type Row = Awaited<ReturnType<typeof own>>

/**
 * Only its author may. `content.edited` follows (for a draft that is published: `content.published`; for a draft that
 * stays one: nothing). A received change that is not newer than what is here does nothing, unless it narrows who may
 * read it; one of what was taken away shows when that is brought back. In the same transaction `also` writes what
 * another room keeps of the change.
 * @throws NotFound, Forbidden, Conflict (deleted or taken away), Invalid
 */
export async function editContent(
  ctx: Ctx,
  id: ContentId,
  changes: ContentChanges,
  also: (tx: Tx, emit: Emit) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const before = await own(ctx, id, changes.remote !== undefined)
  const now = ctx.clock.now()
  const edited = changes.remote?.edited ?? now
  if (changes.remote && !isNews(before, { edited, audience: changes.audience })) return
  const publishing = before.state === 'draft' && changes.publish === true
  await checkPlace(ctx, before, changes)
  const parts = await partsOf(ctx, before, changes, publishing)
  // Some send an Update whenever a count changes, without saying when it was edited: it was not.
  if (changes.remote && !changes.remote.edited && isSame(before, parts.row)) return
  const row: Updateable<ContentTable> = {
    ...parts.row,
    ...(before.state === 'draft' ? { published: now, lastActivity: now } : { edited }),
    ...(publishing ? { state: 'published' as const } : {}),
  }
  await ctx.transaction(async (tx, emit) => {
    const changed = await tx
      .updateTable('content')
      .set(row)
      .where('id', '=', id)
      .where('state', '=', before.state)
      .where('data', '=', before.data)
      .where((eb) => (before.edited ? eb('edited', '=', before.edited) : eb('edited', 'is', null)))
      .executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) throw new Conflict('content.changedMeanwhile')
    if (before.state !== 'draft' && !(changes.remote && hasSameWords(before, row))) await keepRevision(tx, before, now)
    await putParts(tx, ctx, { before, changes, parts, published: before.state === 'draft' ? now : before.published })
    const payload = { contentId: id, ...receivedBy(changes.remote) }
    if (publishing) emit('content.published', payload, id)
    else if (before.state === 'published') emit('content.edited', payload, id)
    await also(tx, emit)
  })
}

/** Newer than what is here; as old, when it is for others than it was: some send that under the moment of the words. */
function isNews(before: Row, change: { edited: Instant; audience: Audience | undefined }): boolean {
  const last = before.edited ?? before.published
  const moved = change.audience !== undefined && change.audience !== before.audience
  return moved ? change.edited >= last : change.edited > last
}

function isSame(before: Row, row: Updateable<ContentTable>): boolean {
  const has = <K extends 'data' | 'audience'>(key: K): boolean => row[key] === undefined || row[key] === before[key]
  return hasSameWords(before, row) && has('data') && has('audience')
}

/** From elsewhere the state of a klus, say, comes as a change too: that makes no version of its text. */
function hasSameWords(before: Row, row: Updateable<ContentTable>): boolean {
  return row.title === before.title && row.html === before.html
}

/** The row, for its author alone; what was taken away, only as told from elsewhere. */
async function own(ctx: Ctx, id: ContentId, received: boolean) {
  const row = await ctx.db.selectFrom('content').selectAll().where('id', '=', id).executeTakeFirst()
  const viewer = actorOf(ctx.viewer)
  if (!viewer && ctx.viewer.type !== 'system') throw new Unauthenticated()
  if (!row || row.state === 'deleted') throw new NotFound('content.notFound')
  if (row.authorId !== viewer) {
    if (row.state === 'draft') throw new NotFound('content.notFound')
    throw new Forbidden('content.notYours')
  }
  if (row.state === 'hidden' && !received) throw new Conflict('content.takenAway')
  return row
}

async function checkPlace(ctx: Ctx, before: Row, changes: ContentChanges): Promise<void> {
  if (changes.remote) return
  const groupId = changes.groupId === undefined ? before.groupId : changes.groupId
  const audience = changes.audience ?? before.audience
  const moved = groupId !== before.groupId || audience !== before.audience
  if (!moved && !changes.publish) return
  if (moved && before.state !== 'draft') throw new Invalid({ audience: { code: 'content.audienceFixed' } })
  const group = groupId ? await findGroupRules(ctx.db, groupId) : undefined
  if (groupId && !group) throw new NotFound('content.unknownGroup')
  if (groupId && !(await mayPostIn(ctx.db, ctx.viewer, groupId))) throw new Forbidden('content.mayNotPostHere')
  checkAudience(audience, audiencesFor(group?.access))
}

interface Parts {
  readonly row: Updateable<ContentTable>
  readonly text: Text | undefined
  readonly facets: readonly Facet[] | undefined
}

async function partsOf(ctx: Ctx, before: Row, changes: ContentChanges, publishing: boolean): Promise<Parts> {
  const kind = ctx.kinds.get(before.kind)
  const state = before.state === 'draft' && !publishing ? 'draft' : 'published'
  const title = changes.remote
    ? excerpt(changes.title ?? before.title, limits.title)
    : checkTitle(kind, changes.title ?? before.title, state)
  const body = changes.body ?? before.body ?? ''
  if (!changes.remote) checkBody(body, title, state)
  if ((changes.mediaIds?.length ?? 0) > limits.images) {
    throw new Invalid({ image: { code: 'content.tooManyImages', params: { max: limits.images } } })
  }
  const text = changes.remote
    ? receivedText({ ...changes.remote, body: changes.body })
    : await textOf(ctx, body, changes.tags ?? (await tagLabels(ctx, before)))
  const own = ownOf(ctx, { kind, before, changes, published: state === 'published' })
  return {
    text,
    facets: own?.facets,
    row: {
      title,
      body: text.body,
      html: text.html,
      summary: text.summary,
      ...(own ? { data: own.json } : {}),
      ...(changes.language ? { language: changes.language } : {}),
      ...(changes.audience ? { audience: changes.audience } : {}),
      ...(changes.groupId !== undefined ? { groupId: changes.groupId } : {}),
    },
  }
}

/** What its author typed, with what is not his to change; what comes from elsewhere is as it comes. */
function ownOf(
  ctx: Ctx,
  given: { kind: AnyKind; before: Row; changes: ContentChanges; published: boolean },
): { json: string; facets: readonly Facet[] } | undefined {
  const { kind, before, changes, published } = given
  if (changes.remote) return changes.data === undefined ? undefined : checkOwn(kind, changes.data)
  const publishes = published && kind.publishing !== undefined
  if (changes.data === undefined && !publishes) return undefined
  const had: unknown = kind.schema.parse(JSON.parse(before.data))
  return checkOwn(kind, changes.data ?? had, (typed) => {
    const data: unknown = kind.carry?.(had, typed) ?? typed
    return publishes ? kind.publishing?.(data, ctx.clock.now()) : data
  })
}

async function tagLabels(ctx: Ctx, before: Row): Promise<readonly string[]> {
  const rows = await ctx.db.selectFrom('tag').select('label').where('contentId', '=', before.id).execute()
  return rows.map((row) => row.label)
}

async function keepRevision(tx: Tx, before: Row, created: Instant): Promise<void> {
  const { title, body, html, authorId } = before
  await tx
    .insertInto('revision')
    .values({
      id: newId<'revision'>(),
      subjectId: before.id,
      title,
      body,
      html,
      editorId: authorId,
      created: before.edited ?? before.published ?? created,
    })
    .execute()
}

async function putParts(
  tx: Tx,
  ctx: Ctx,
  now: { before: Row; changes: ContentChanges; parts: Parts; published: Instant },
): Promise<void> {
  const { before, changes, parts } = now
  if (parts.text) {
    await putTags(tx, before.id, parts.text.tags, now.published)
    await putMentions(tx, before.id, parts.text.mentions)
  }
  if (parts.facets) await putFacets(tx, before.id, parts.facets)
  if (changes.remote?.images) {
    await attach(
      tx,
      before.id,
      await recordRemotePictures(tx, ctx.clock, changes.remote.images.slice(0, limits.images), before.host),
    )
  } else if (changes.mediaIds) {
    await attach(
      tx,
      before.id,
      await attachable(tx, changes.mediaIds, { ownerId: before.authorId, subjectId: before.id }),
    )
  }
}
