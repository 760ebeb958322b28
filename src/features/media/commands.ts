// Recording pictures and tying them to what they belong to.
import type { Ctx } from '../../core/context.ts'
import { Invalid, Unauthenticated } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { Clock } from '../../lib/clock.ts'
import { type ActorId, derivedId, type MediaId, newId } from '../../lib/id.ts'
import type { Tx } from '../../platform/db/database.ts'
import { addJobs, WORK } from '../../platform/queue/queue.ts'
import { showPicture } from '../actors/index.ts'
import { mediaLimits, type RemotePicture, type Upload } from './rules.ts'

/** Namespace of ids of remote pictures: the same picture is one row, whoever shows it first. */
const REMOTE = '5b1c8d0e-6f6a-5c0e-9d0b-0d6f5b8f2a10'

/**
 * Records an upload that was put in the store. Who is signed in may; nothing shows it until it is attached.
 * @throws Invalid without a text alternative: it is read to who cannot see the picture.
 */
export async function recordUpload(ctx: Ctx, upload: Upload): Promise<MediaId> {
  const ownerId = actorOf(ctx.viewer)
  if (!ownerId) throw new Unauthenticated()
  const alt = upload.alt.trim()
  if (alt === '') throw new Invalid({ alt: { code: 'media.altNeeded' } })
  if (alt.length > mediaLimits.alt)
    throw new Invalid({ alt: { code: 'field.tooLong', params: { max: mediaLimits.alt } } })
  const id = newId<'media'>()
  const row = { ...upload, alt, id, ownerId, remoteUrl: null, created: ctx.clock.now() }
  return ctx.transaction(async (tx) => {
    await tx.insertInto('media').values(row).execute()
    return id
  })
}

/** A picture that decorates an actor needs no text: the name stands next to it. */
export async function recordPortrait(ctx: Ctx, upload: Omit<Upload, 'alt'>): Promise<MediaId> {
  const id = newId<'media'>()
  const row = {
    ...upload,
    alt: '',
    id,
    ownerId: actorOf(ctx.viewer) ?? null,
    remoteUrl: null,
    created: ctx.clock.now(),
  }
  return ctx.transaction(async (tx) => {
    await tx.insertInto('media').values(row).execute()
    return id
  })
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

/** Name of the work that copies one picture from elsewhere; its payload is `{ id }`. */
export const COPY = 'media.copy'

/** Records pictures that live elsewhere, and asks for their copies. The same address is one row. */
export async function recordRemotePictures(
  tx: Tx,
  clock: Clock,
  pictures: readonly RemotePicture[],
): Promise<readonly MediaId[]> {
  if (pictures.length === 0) return []
  const unknown = { ownerId: null, file: null, width: null, height: null, bytes: null, created: clock.now() }
  const rows = pictures.map(({ url, alt, mimeType }) => ({
    ...unknown,
    id: derivedId<'media'>(REMOTE, url),
    mimeType,
    alt: alt.slice(0, mediaLimits.alt),
    remoteUrl: url,
  }))
  const added = await tx
    .insertInto('media')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const jobs = added.map(({ id }) => ({ queue: WORK, name: COPY, key: `${COPY}:${id}`, payload: { id } }))
  await addJobs(tx, clock, jobs)
  return rows.map(({ id }) => id)
}

/** Our copy of a remote picture is in the store: it shows from now on. */
export async function recordCopy(
  ctx: Ctx,
  picture: { id: MediaId; remoteUrl: string },
  copy: Omit<Upload, 'alt'>,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.updateTable('media').set(copy).where('id', '=', picture.id).where('file', 'is', null).execute()
    await showPicture(tx, picture.remoteUrl, picture.id)
  })
}

/** A remote picture that cannot be had: forgotten as a picture to copy, its address stays with the item's own page. */
export async function forgetUncopied(ctx: Ctx, id: MediaId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.deleteFrom('attachment').where('mediaId', '=', id).execute()
    await tx.deleteFrom('media').where('id', '=', id).where('file', 'is', null).execute()
  })
}

/** Loose pictures (nothing shows them) of before a moment: their rows go; returns the keys to remove from the store. */
export async function dropLoose(ctx: Ctx, before: string): Promise<readonly string[]> {
  return ctx.transaction(async (tx) => {
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
    if (rows.length === 0) return []
    await tx
      .deleteFrom('media')
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute()
    return rows.flatMap((row) => (row.file ? [row.file] : []))
  })
}
