// The side exits: withdrawn, declined, cancelled, expired. Each says who, why, and from where.
import type { Maker } from '../../../core/flow.ts'
import { Invalid } from '../../../core/errors.ts'
import { z } from '../../../lib/schema.ts'
import { moveLimits, words, wordsNeeded } from './fields.ts'
import { byAuthor, byBoth, byClock, byRespondent } from './roles.ts'
import type { KlusMove, KlusSituation, KlusStanding } from './standing.ts'
import { holdsPlace, type KlusState } from './states.ts'

/** Why somebody is not chosen. */
export const rejectReasons = ['another', 'experience', 'hours', 'full', 'stopped', 'other'] as const
/** Why work that was agreed does not go on. */
export const cancelReasons = ['ownWork', 'circumstances', 'notAsAgreed', 'stopped', 'other'] as const

interface Because {
  readonly move: string
  readonly reason?: string
  readonly words?: string
}

/** The end, written down. */
export function ended(
  at: KlusStanding,
  state: KlusState,
  because: Because,
  situation: Pick<KlusSituation, 'now'> & { readonly maker: Maker },
): KlusStanding {
  const { move, reason = '', words: said = '' } = because
  const ending = { move, by: situation.maker, from: at.state, reason, words: said, at: situation.now }
  return { state, data: { ...at.data, ending } }
}

function needWords(reason: string, said: string): void {
  if (reason === 'other' && said === '') throw new Invalid({ words: { code: 'klus.reasonNeeded' } })
}

export const declineInvitation: KlusMove<{ words: string }> = {
  offered: 'out',
  from: ['invited'],
  by: byRespondent,
  payload: z.object({ words: words(moveLimits.words) }),
  fields: [{ name: 'words', type: 'text', max: moveLimits.words }],
  apply: (at, payload, situation) =>
    ended(at, 'withdrawn', { move: 'declineInvitation', words: payload.words }, situation),
}

/** His plein answers for who did not make himself available: nobody asks him, and nobody learns more than that. */
export const turnAway: KlusMove<Record<string, never>> = {
  offered: 'elsewhere',
  from: ['invited'],
  by: byRespondent,
  payload: z.object({}),
  apply: (at, _, situation) => ended(at, 'withdrawn', { move: 'turnAway', reason: 'uninvitable' }, situation),
}

/** Before anything is agreed; afterwards one cancels. Who speaks plain FEP-0837 has this word only, for both. */
export const withdraw: KlusMove<{ words: string }> = {
  offered: 'out',
  from: ['interested', 'in_talks', 'offered', 'agreed', 'running', 'closing'],
  by: byRespondent,
  payload: z.object({ words: words(moveLimits.words) }),
  fields: [{ name: 'words', type: 'text', max: moveLimits.words }],
  fits: (at, { foreign }) => foreign || !holdsPlace(at.state),
  apply: (at, payload, situation) =>
    ended(at, holdsPlace(at.state) ? 'cancelled' : 'withdrawn', { move: 'withdraw', words: payload.words }, situation),
}

export const reject: KlusMove<{ reason: (typeof rejectReasons)[number]; words: string }> = {
  offered: 'out',
  from: ['invited', 'interested', 'in_talks', 'offered'],
  by: byAuthor,
  payload: z.object({ reason: z.enum(rejectReasons, 'klus.chooseReason'), words: words(moveLimits.words) }),
  fields: [
    { name: 'reason', type: 'choice', required: true, options: rejectReasons },
    { name: 'words', type: 'text', max: moveLimits.words },
  ],
  apply(at, payload, situation) {
    needWords(payload.reason, payload.words)
    return ended(at, 'declined', { move: 'reject', ...payload }, situation)
  },
}

export const cancel: KlusMove<{ reason: (typeof cancelReasons)[number]; words: string }> = {
  offered: 'out',
  from: ['agreed', 'running', 'closing'],
  by: byBoth,
  payload: z.object({
    reason: z.enum(cancelReasons, 'klus.chooseReason'),
    words: wordsNeeded(moveLimits.words, 'klus.reasonNeeded'),
  }),
  fields: [
    { name: 'reason', type: 'choice', required: true, options: cancelReasons },
    { name: 'words', type: 'text', required: true, max: moveLimits.words },
  ],
  apply: (at, payload, situation) => ended(at, 'cancelled', { move: 'cancel', ...payload }, situation),
}

/** Nobody answered in time. */
export const expire: KlusMove<Record<string, never>> = {
  from: ['invited', 'interested', 'in_talks', 'offered'],
  by: byClock,
  payload: z.object({}),
  apply: (at, _, situation) => ended(at, 'expired', { move: 'expire' }, situation),
}
