// Recording pictures and tying them to what they belong to. A file is never without a row, or a job that removes it.
import type { Ctx } from '../../core/context.ts'
import { Invalid, Unauthenticated } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { Clock } from '../../lib/clock.ts'
import { type ActorId, derivedId, type MediaId, newId } from '../../lib/id.ts'
import type { Tx } from '../../platform/db/database.ts'
import { addJobs, WORK } from '../../platform/queue/queue.ts'
import { showPicture } from '../actors/index.ts'
import { imageKeys, mediaLimits, type RemotePicture, shownAddress, type Upload } from './rules.ts'

/** Namespace of ids of remote pictures: the same picture is one row, whoever of that server shows it first. */
const REMOTE = '5b1c8d0e-6f6a-5c0e-9d0b-0d6f5b8f2a10'

/** Puts both sizes of a picture into the store, under these keys. */
export type PutPicture = (keys: ReturnType<typeof imageKeys>) => Promise<Upload>

/**
 * Keeps an upload. Who is signed in may; nothing shows it until it is attached.
 * @throws Invalid without a text alternative: it is read to who cannot see the picture. What `put` throws.
 */
export async function recordUpload(ctx: Ctx, typed: string, put: PutPicture): Promise<MediaId> {
  const ownerId = actorOf(ctx.viewer)
  if (!ownerId) throw new Unauthenticated()
  const alt = typed.trim()
  if (alt === '') throw new Invalid({ alt: { code: 'media.altNeeded' } })
  if (alt.length > mediaLimits.alt)
    throw new Invalid({ alt: { code: 'field.tooLong', params: { max: mediaLimits.alt } } })
  return keepPicture(ctx, { alt, ownerId }, put)
}

/** A picture that decorates an actor needs no text: the name stands next to it. @throws what `put` throws */
export function recordPortrait(ctx: Ctx, put: PutPicture): Promise<MediaId> {
  return keepPicture(ctx, { alt: '', ownerId: actorOf(ctx.viewer) ?? null }, put)
}

/** Long enough for any upload. */
const PUTTING_MILLIS = 3_600_000

/** Whoever is cut off before the row is there leaves no file for ever: the job was there first. */
async function keepPicture(
  ctx: Ctx,
  of: { readonly alt: string; readonly ownerId: ActorId | null },
  put: PutPicture,
): Promise<MediaId> {
  const id = newId<'media'>()
  const keys = imageKeys(id)
  await ctx.transaction((tx) => removeUnlessUsed(tx, ctx.clock, [keys.full], PUTTING_MILLIS))
  const row = { ...(await put(keys)), ...of, id, remoteUrl: null, created: ctx.clock.now() }
  await ctx.transaction((tx) => tx.insertInto('media').values(row).execute())
  return id
}

/** Name of the work that removes one file from the store when no picture has it; its payload is `{ file }`. */
export const REMOVE = 'media.remove'

async function removeUnlessUsed(tx: Tx, clock: Clock, files: readonly string[], laterMillis = 0): Promise<void> {
  const runAt = clock.in(laterMillis)
  const job = { queue: WORK, name: REMOVE, runAt }
  const jobs = files.map((file) => ({ ...job, key: `${REMOVE}:${file}:${runAt}`, payload: { file } }))
  await addJobs(tx, clock, jobs)
}

/** Pictures of an item, in this order; those it had before and that are not named are untied. */
export async function attach(tx: Tx, subjectId: string, mediaIds: readonly MediaId[]): Promise<void> {
  await tx.deleteFrom('attachment').where('subjectId', '=', subjectId).execute()
  const ids = [...new Set(mediaIds)]
  if (ids.length === 0) return
  const rows = ids.map((mediaId, position) => ({ subjectId, mediaId, position }))
  await tx
    .insertInto('attachment')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Of these, what may be attached by this person: his own uploads, and what already hangs on the item. */
export async function attachable(
  tx: Tx,
  ids: readonly MediaId[],
  by: { ownerId: ActorId; subjectId: string },
): Promise<readonly MediaId[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('media')
    .select('id')
    .where('id', 'in', [...ids])
    .where((eb) =>
      eb.or([
        eb('ownerId', '=', by.ownerId),
        eb('id', 'in', eb.selectFrom('attachment').select('mediaId').where('subjectId', '=', by.subjectId)),
      ]),
    )
    .execute()
  const found = new Set(rows.map((row) => row.id))
  return ids.filter((id) => found.has(id))
}

/** Name of the work that copies one picture from elsewhere; its payload is `{ id, shownBy }`. */
export const COPY = 'media.copy'

/**
 * Records pictures that live elsewhere, and asks for their copies. The same address shown by the same host is one row.
 * @param shownBy host of the item or actor that they belong to
 */
export async function recordRemotePictures(
  tx: Tx,
  clock: Clock,
  pictures: readonly RemotePicture[],
  shownBy: string,
): Promise<readonly MediaId[]> {
  if (pictures.length === 0) return []
  const unknown = { ownerId: null, file: null, width: null, height: null, bytes: null, created: clock.now() }
  const rows = pictures.map(({ url, alt, mimeType }) => {
    const remoteUrl = shownAddress(url, shownBy)
    const id = derivedId<'media'>(REMOTE, remoteUrl)
    return { ...unknown, id, mimeType, alt: alt.slice(0, mediaLimits.alt), remoteUrl }
  })
  const added = await tx
    .insertInto('media')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const jobs = added.map(({ id }) => ({ queue: WORK, name: COPY, key: `${COPY}:${id}`, payload: { id, shownBy } }))
  await addJobs(tx, clock, jobs)
  return rows.map(({ id }) => id)
}

/** Our copy of a remote picture is in the store: it shows from now on, unless it was forgotten meanwhile. */
export async function recordCopy(ctx: Ctx, picture: { id: MediaId }, copy: Upload): Promise<void> {
  await ctx.transaction(async (tx) => {
    const kept = await tx
      .updateTable('media')
      .set(copy)
      .where('id', '=', picture.id)
      .where('file', 'is', null)
      .executeTakeFirst()
    if (kept.numUpdatedRows === 0n) return removeUnlessUsed(tx, ctx.clock, [copy.file])
    await showPicture(tx, picture.id)
  })
}

/** A remote picture that cannot be had: forgotten as a picture to copy, its address stays with the item's own page. */
export async function forgetUncopied(ctx: Ctx, id: MediaId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.deleteFrom('attachment').where('mediaId', '=', id).execute()
    await tx.deleteFrom('media').where('id', '=', id).where('file', 'is', null).execute()
  })
}

/** Loose pictures (nothing shows them) of before a moment: their rows go, and then their files. */
export async function dropLoose(ctx: Ctx, before: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const rows = await tx
      .selectFrom('media')
      .select(['id', 'file'])
      .where('created', '<', before)
      .where('id', 'not in', tx.selectFrom('attachment').select('mediaId'))
      .where((eb) =>
        eb.not(eb.exists(eb.selectFrom('actor').select('actor.id').whereRef('actor.pictureMediaId', '=', 'media.id'))),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('organisation')
              .select('organisation.host')
              .whereRef('organisation.logoMediaId', '=', 'media.id'),
          ),
        ),
      )
      .limit(500)
      .execute()
    if (rows.length === 0) return
    await tx
      .deleteFrom('media')
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute()
    await removeUnlessUsed(
      tx,
      ctx.clock,
      rows.flatMap(({ file }) => (file ? [file] : [])),
    )
  })
}
