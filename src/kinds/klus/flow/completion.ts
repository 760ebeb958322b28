// Working and completing: it starts, who asked says that it is done, who worked confirms; both say what they learned.
import { Forbidden } from '../../../core/errors.ts'
import { z } from '../../../lib/schema.ts'
import { moveLimits, wordsNeeded } from './fields.ts'
import { byBoth, byClock, byWorker, clientOf, sideOf, workerOf } from './roles.ts'
import type { KlusMove, KlusResponse } from './standing.ts'

/** By who works, or by time on the first day. */
export const start: KlusMove<Record<string, never>> = {
  offered: 'first',
  from: ['agreed'],
  by: (subject) => [workerOf(subject), 'clock'],
  payload: z.object({}),
  fits: (_, { foreign, maker }) => !foreign || maker === 'clock',
  apply: ({ data }) => ({ state: 'running', data }),
}

interface Learned {
  readonly learned: string
}
const learnedPayload = z.object({ learned: wordsNeeded(moveLimits.text, 'klus.learnedNeeded') })
const learnedFields = [{ name: 'learned', type: 'text', required: true, max: moveLimits.text }] as const

/** With who speaks plain FEP-0837 nothing more can be exchanged: then the author completes it alone, either way. */
export const complete: KlusMove<Learned> = {
  offered: 'besides',
  from: ['agreed', 'running'],
  by: byBoth,
  payload: learnedPayload,
  fields: learnedFields,
  fits: ({ state }, { foreign, maker, subject }) => foreign || (state === 'running' && maker === clientOf(subject)),
  apply({ data }, { learned }, { subject, foreign, maker, now }) {
    if (!foreign && maker !== clientOf(subject)) throw new Forbidden('response.notYours')
    const role = sideOf(maker) === workerOf(subject) ? 'worker' : 'client'
    const told = { ...data, learned: { ...data.learned, [role]: learned } }
    if (foreign) return { state: 'completed', data: { ...told, completed: now } }
    return { state: 'closing', data: { ...told, finished: now } }
  },
}

export const confirmCompletion: KlusMove<Learned> = {
  offered: 'first',
  from: ['closing'],
  by: byWorker,
  payload: learnedPayload,
  fields: learnedFields,
  apply: ({ data }, { learned }, { now }) => ({
    state: 'completed',
    data: { ...data, learned: { ...data.learned, worker: learned }, completed: now },
  }),
}

/** Time asks the worker once more; both are told. */
export const remindWorker: KlusMove<Record<string, never>> = {
  from: ['closing'],
  by: byClock,
  payload: z.object({}),
  fits: ({ data }) => data.reminded === undefined,
  apply: ({ data }, _, { now }) => ({ state: 'closing', data: { ...data, reminded: now } }),
}

/** Who worked kept silent: it is completed without what he learned. */
export const completeByTime: KlusMove<Record<string, never>> = {
  from: ['closing'],
  by: byClock,
  payload: z.object({}),
  fits: ({ data }) => data.reminded !== undefined,
  apply: ({ data }, _, { now }) => ({ state: 'completed', data: { ...data, completed: now, completedByTime: true } }),
}

/** Who works does not think that it is done. */
export const reopen: KlusMove<{ words: string }> = {
  from: ['closing'],
  by: byWorker,
  payload: z.object({ words: wordsNeeded(moveLimits.words, 'klus.reasonNeeded') }),
  fields: [{ name: 'words', type: 'text', required: true, max: moveLimits.words }],
  apply: ({ data }, { words }) => ({ state: 'running', data: { ...notFinished(data), reopened: words } }),
}

/** When it is done again, the waiting begins anew. */
function notFinished(data: KlusResponse): KlusResponse {
  const { finished: _, reminded: __, ...rest } = data
  return rest
}
