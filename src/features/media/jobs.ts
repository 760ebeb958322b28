// Copies pictures from elsewhere, so that no reader's browser asks anything there; throws away what nothing shows.
import type { Ctx, Tools } from '../../core/context.ts'
import { Refusal, Unavailable } from '../../core/errors.ts'
import type { ScheduledJob } from '../../core/feature.ts'
import { z } from '../../lib/schema.ts'
import { NotAnImage, prepareImage } from '../../platform/files/image.ts'
import { keepImage } from '../../platform/files/keep-image.ts'
import { dropLoose, forgetUncopied, recordCopy } from './commands.ts'
import { findMedia } from './queries.ts'
import { imageKeys, type MediaFile, mediaLimits, pictureOf, smallKey } from './rules.ts'

const DAY = 86_400_000

/** What the version before put in the queue does not say who shows it. */
const copySchema = z.object({ id: z.string(), shownBy: z.string().optional() })

export const mediaSchedule: readonly ScheduledJob[] = [{ name: 'media.clean', everyMinutes: 60, run: cleanPictures }]

/** Copies one picture; what cannot be had for a day is forgotten. @throws Unavailable to be tried again */
export async function copyRemotePicture(ctx: Ctx, payload: unknown, tools: Tools): Promise<void> {
  const { id, ...asked } = copySchema.parse(payload)
  const picture = await findMedia(ctx.db, id)
  // Forgotten since it was asked for, perhaps in the middle of copying.
  if (!picture) return removeUnused(ctx, { file: imageKeys(id).full }, tools)
  const { remoteUrl } = picture
  if (!remoteUrl || picture.file) return
  const shownBy = asked.shownBy ?? new URL(remoteUrl).host
  try {
    await copyPicture(ctx, tools, { ...picture, remoteUrl, shownBy })
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof NotAnImage)) throw error
    if (error instanceof Unavailable && picture.created > ctx.clock.in(-DAY)) throw error
    await forgetUncopied(ctx, picture.id)
  }
}

async function copyPicture(
  ctx: Ctx,
  tools: Tools,
  picture: MediaFile & { remoteUrl: string; shownBy: string },
): Promise<void> {
  const { remoteUrl, shownBy } = picture
  const bytes = await tools.remote.file(remoteUrl, { shownBy, maxBytes: mediaLimits.remoteBytes })
  if (bytes === 'gone') return forgetUncopied(ctx, picture.id)
  const image = await prepareImage(bytes)
  await recordCopy(ctx, picture, await keepImage(tools.files, imageKeys(picture.id), image))
}

/** Uploads that were never placed, and pictures of what was deleted, a day later. */
export async function cleanPictures(ctx: Ctx): Promise<void> {
  await dropLoose(ctx, ctx.clock.in(-DAY))
}

/** Removes both sizes of a picture that no row speaks of (any more). Repeatable. */
export async function removeUnused(ctx: Ctx, payload: unknown, tools: Tools): Promise<void> {
  const file = String((payload as { file?: unknown }).file)
  if ((await findMedia(ctx.db, pictureOf(file)))?.file === file) return
  await tools.files.remove(file)
  await tools.files.remove(smallKey(file))
}
