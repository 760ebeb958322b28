// Copies pictures from elsewhere, so that no reader's browser asks anything there; throws away what nothing shows.
import type { ScheduledJob } from '../../core/feature.ts'
import { NotAnImage, prepareImage } from '../../platform/files/image.ts'
import { HttpFault } from '../../platform/http/fetch.ts'
import type { Ctx, Tools } from '../../core/context.ts'
import { dropLoose, forgetUncopied, recordCopy } from './commands.ts'
import { listUncopied } from './queries.ts'
import { fileKey, type MediaFile, mediaLimits, smallKey } from './rules.ts'

const DAY = 86_400_000
const AT_ONCE = 20

export const mediaJobs: readonly ScheduledJob[] = [
  { name: 'media.copy', everyMinutes: 1, run: copyPictures },
  { name: 'media.clean', everyMinutes: 60, run: cleanPictures },
]

/** Some pictures a minute; what cannot be had for a day is forgotten. */
export async function copyPictures(ctx: Ctx, tools: Tools): Promise<void> {
  for (const picture of await listUncopied(ctx.db, AT_ONCE)) {
    try {
      await copyPicture(ctx, tools, picture)
    } catch (error) {
      const passing = error instanceof HttpFault && picture.created > ctx.clock.in(-DAY)
      if (!passing && !(error instanceof HttpFault) && !(error instanceof NotAnImage)) throw error
      if (!passing) await forgetUncopied(ctx, picture.id)
      ctx.log.info('a picture from elsewhere was not copied', { media: picture.id, again: passing })
    }
  }
}

async function copyPicture(ctx: Ctx, tools: Tools, picture: MediaFile): Promise<void> {
  const answer = await tools.http.fetch(picture.remoteUrl ?? '', {
    maxBytes: mediaLimits.upload,
    timeoutMillis: 10_000,
  })
  if (answer.status >= 400) return forgetUncopied(ctx, picture.id)
  const image = await prepareImage(await answer.bytes())
  const file = fileKey(picture.id)
  await tools.files.put(file, image.full)
  await tools.files.put(smallKey(file), image.small)
  const { mimeType, width, height } = image
  await recordCopy(ctx, picture.id, { file, mimeType, width, height, bytes: image.full.length })
}

/** Uploads that were never placed, and pictures of what was deleted, a day later. */
export async function cleanPictures(ctx: Ctx, tools: Tools): Promise<void> {
  for (const file of await dropLoose(ctx, ctx.clock.in(-DAY))) {
    await tools.files.remove(file)
    await tools.files.remove(smallKey(file))
  }
}
