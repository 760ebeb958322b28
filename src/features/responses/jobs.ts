// What is done at fixed times: moves of time, steps that are sent again, pleinen that are asked how things stand.
import { Refusal } from '../../core/errors.ts'
import type { ScheduledJob } from '../../core/feature.ts'
import { sendMessagesAgain } from './commands/arrival.ts'
import { forgetResponses } from './commands/forget.ts'
import { hearDocument } from './commands/hear.ts'
import { listSilent, makeDueMoves, markAsked, sendStepsAgain } from './commands/time.ts'

const ASKED_AT_ONCE = 50

export const moveByTime: ScheduledJob = {
  name: 'response.expire',
  everyMinutes: 10,
  run: async (ctx) => void (await makeDueMoves(ctx)),
}

export const sendAgain: ScheduledJob = {
  name: 'response.sendAgain',
  everyMinutes: 10,
  async run(ctx) {
    await sendStepsAgain(ctx)
    await sendMessagesAgain(ctx)
  },
}

/** So that word that was lost is heard all the same. */
export const askAgain: ScheduledJob = {
  name: 'response.ask',
  everyMinutes: 30,
  async run(ctx, tools) {
    for (const { id, iri } of await listSilent(ctx, ASKED_AT_ONCE)) {
      try {
        const document = await tools.remote.object(iri)
        const heard = document === 'gone' ? undefined : await hearDocument(ctx, id, document)
        if (heard === undefined) await markAsked(ctx, id)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        ctx.log.info('a response elsewhere is not to be had', { response: id, code: error.code })
        await markAsked(ctx, id)
      }
    }
  },
}

/** What was between two people goes, some time after its end. */
export const forgetOld: ScheduledJob = {
  name: 'response.forget',
  everyMinutes: 24 * 60,
  run: async (ctx) => void (await forgetResponses(ctx)),
}
