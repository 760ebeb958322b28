// Pictures in the form of an item.
import { Invalid } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import type { PageRequest, UploadedFile } from '../../../core/pages.ts'
import { isId, type MediaId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { NotAnImage, prepareImage } from '../../../platform/files/image.ts'
import { keepImage } from '../../../platform/files/keep-image.ts'
import { mediaOf, ownUploads, recordUpload } from '../../media/index.ts'
import type { Written } from './values.ts'

/** Those that stay in the form, and the one that was added. @throws Invalid (image) */
export async function picturesFrom(request: PageRequest, input: Written): Promise<readonly MediaId[]> {
  const kept = input.media.filter((id) => isId(id) && !input.dropMedia.includes(id)) as MediaId[]
  const upload = request.files.find((file) => file.field === 'image' && file.bytes.length > 0)
  return upload ? [...kept, await keepPicture(request, upload, input.alt)] : kept
}

/** @throws Invalid when it is no picture, or has no text alternative */
async function keepPicture(request: PageRequest, upload: UploadedFile, alt: string): Promise<MediaId> {
  try {
    const image = await prepareImage(upload.bytes)
    return await recordUpload(request.ctx, alt, (keys) => keepImage(request.store, keys, image))
  } catch (error) {
    if (error instanceof NotAnImage) throw new Invalid({ image: { code: 'media.notAnImage' } })
    throw error
  }
}

/** For the form: pictures of the item, and those that its author added to it just now. */
export async function imagesIn(request: PageRequest, ids: readonly string[], content: Content | undefined) {
  const own = await ownUploads(request.ctx, ids)
  const held = content ? ((await mediaOf(request.ctx.db, [content.id])).get(content.id) ?? []) : []
  const all = new Map([...held, ...own].map((one) => [one.id as string, one.alt]))
  return ids.filter((id) => all.has(id)).map((id) => ({ id, alt: all.get(id) ?? '', path: paths.media(id, 'small') }))
}
