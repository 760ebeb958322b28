// The picture itself: whoever may see one of the places where it stands may see it.
import type { Ctx } from '../../core/context.ts'
import { NotFound } from '../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { actorOf } from '../../core/viewer.ts'
import type { CommentId, ContentId, MediaId } from '../../lib/id.ts'
import { file } from '../../web/kit.ts'
import { listCommentsByIds } from '../comments/index.ts'
import { listContentByIds } from '../content/index.ts'
import { findMedia, placesOf } from './queries.ts'
import { smallKey } from './rules.ts'

export function mediaPages(routes: PageRoutes): void {
  routes.get('/media/:id', showPicture)
}

async function showPicture(request: PageRequest): Promise<PageAnswer> {
  const { ctx, query, store } = request
  const picture = await findMedia(ctx.db, request.params['id'] ?? '')
  const seen = picture?.file ? await maySeeMedia(ctx, picture.id) : false
  if (!picture?.file || !seen) throw new NotFound('media.notFound')
  const small = query['size'] === 'small' ? await store.get(smallKey(picture.file)) : undefined
  const bytes = small ?? (await store.get(picture.file))
  if (!bytes) throw new NotFound('media.notFound')
  return file(picture.mimeType, bytes, {
    // A picture never changes, but who may see it does: whoever keeps it asks again within the hour, whether it may be seen.
    'cache-control': `${seen}, max-age=3600`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
}

/** `public` when everyone may. Pictures of actors are public; a loose upload is its owner's. */
async function maySeeMedia(ctx: Ctx, id: MediaId): Promise<'public' | 'private' | false> {
  const places = await placesOf(ctx.db, id)
  if (places.onActor) return 'public'
  const guest: Ctx = { ...ctx, viewer: { type: 'guest' } }
  if (await standsInSight(guest, places.subjectIds)) return 'public'
  if (places.ownerId !== null && places.ownerId === actorOf(ctx.viewer)) return 'private'
  return (await standsInSight(ctx, places.subjectIds)) ? 'private' : false
}

async function standsInSight(ctx: Ctx, subjectIds: readonly string[]): Promise<boolean> {
  if ((await listContentByIds(ctx, subjectIds as ContentId[])).size > 0) return true
  return (await listCommentsByIds(ctx, subjectIds as CommentId[])).size > 0
}
