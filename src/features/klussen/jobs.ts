// Work of the room: telling who waits for a klus; what expires when its last day to respond is over.
import type { JobHandler, ScheduledJob } from '../../core/feature.ts'
import type { ContentId } from '../../lib/id.ts'
import { z } from '../../lib/schema.ts'
import { personViewer } from '../accounts/index.ts'
import { NotFound } from '../../core/errors.ts'
import { unsayAnonymised } from '../content/index.ts'
import { anonymiseKlussen } from './commands/anonymise.ts'
import { expireKlussen } from './commands/moves.ts'
import { tellWaiting } from './commands/searches.ts'

const payloadSchema = z.object({ contentId: z.string() })

export const tellOfKlus: JobHandler = async (ctx, payload, tools) => {
  const { contentId } = payloadSchema.parse(payload)
  await tellWaiting(ctx, contentId as ContentId, async (personId) => {
    try {
      return tools.as(await personViewer(ctx.db, personId))
    } catch (error) {
      // An account that is closed waits for nothing.
      if (error instanceof NotFound) return undefined
      throw error
    }
  })
}

export const expiring: ScheduledJob = {
  name: 'klus.expire',
  everyMinutes: 30,
  async run(ctx) {
    await expireKlussen(ctx)
  },
}

/** After the time that is set for what is between people. */
export const anonymising: ScheduledJob = {
  name: 'klus.anonymise',
  everyMinutes: 24 * 60,
  async run(ctx) {
    await anonymiseKlussen(ctx)
    await unsayAnonymised(ctx)
  },
}
