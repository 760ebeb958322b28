// Reading pictures: of items, and whether a viewer may see one.
import type { Ctx } from '../../core/context.ts'
import { type ActorId, isId, type MediaId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import type { MediaFile, Picture } from './rules.ts'

const pictureRows = prepared((db, { subjectIds }: { subjectIds: readonly string[] }) =>
  db
    .selectFrom('attachment')
    .innerJoin('media', 'media.id', 'attachment.mediaId')
    .select(['attachment.subjectId', 'media.id', 'media.ownerId', 'media.file', 'media.mimeType', 'media.alt'])
    .select(['media.width', 'media.height', 'media.remoteUrl'])
    .where('attachment.subjectId', 'in', subjectIds)
    .orderBy('attachment.subjectId')
    .orderBy('attachment.position'),
)

/** Pictures of several items, comments or actors, in order, by subject. */
export async function mediaOf(db: Db, subjectIds: readonly string[]): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const pictures = new Map<string, Picture[]>(subjectIds.map((id) => [id, []]))
  if (subjectIds.length === 0) return pictures
  const rows = await pictureRows.all(db, { subjectIds: [...pictures.keys()] })
  for (const { subjectId, file, ...picture } of rows) pictures.get(subjectId)?.push({ ...picture, kept: file !== null })
  return pictures
}

/** Whoever looks: the caller checks where it stands (`placesOf`). Undefined also when the text is no id. */
export async function findMedia(db: Db, id: string): Promise<MediaFile | undefined> {
  if (!isId(id)) return undefined
  return db
    .selectFrom('media')
    .select(['id', 'file', 'mimeType', 'created', 'remoteUrl'])
    .where('id', '=', id as MediaId)
    .executeTakeFirst()
}

/** What a picture hangs on: the owner of a loose upload, and the ids of items, comments and actors that show it. */
export async function placesOf(
  db: Db,
  mediaId: MediaId,
): Promise<{ ownerId: ActorId | null; subjectIds: readonly string[]; onActor: boolean }> {
  const owner = await db.selectFrom('media').select('ownerId').where('id', '=', mediaId).executeTakeFirst()
  const rows = await db.selectFrom('attachment').select('subjectId').where('mediaId', '=', mediaId).limit(500).execute()
  const subjectIds = rows.map((row) => row.subjectId)
  const actor = await db
    .selectFrom('actor')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('pictureMediaId', '=', mediaId),
        ...(subjectIds.length > 0 ? [eb('id', 'in', subjectIds as ActorId[])] : []),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  const organisation = await db
    .selectFrom('organisation')
    .select('host')
    .where('logoMediaId', '=', mediaId)
    .executeTakeFirst()
  return { ownerId: owner?.ownerId ?? null, subjectIds, onActor: actor !== undefined || organisation !== undefined }
}

/** Uploads of a person that belong to these ids (for a form that comes back): only one's own. */
export async function ownUploads(ctx: Ctx, ids: readonly string[]): Promise<readonly { id: MediaId; alt: string }[]> {
  const known = ids.filter(isId) as MediaId[]
  if (ctx.viewer.type !== 'person' || known.length === 0) return []
  return ctx.db
    .selectFrom('media')
    .select(['id', 'alt'])
    .where('id', 'in', known)
    .where('ownerId', '=', ctx.viewer.personId)
    .orderBy('id')
    .execute()
}
