// How it begins: an invitation, interest with a motivation, and talking about it.
import { z } from '../../../lib/schema.ts'
import { maybeHours, mostHours, moveLimits, words, wordsNeeded } from './fields.ts'
import { mayRespond } from './places.ts'
import { byAuthor, byRespondent } from './roles.ts'
import { type KlusMove, nothing } from './standing.ts'

/** Only who made himself available: the room `klussen` sees to that, and his own plein again (`turnAway`). */
export const invite: KlusMove<{ words: string }> = {
  offered: 'elsewhere',
  from: ['new', 'expired'],
  by: byAuthor,
  whyNot: (state) => (state === 'invited' ? 'klus.invitedAlready' : 'klus.respondedAlready'),
  payload: z.object({ words: words(moveLimits.words) }),
  fields: [{ name: 'words', type: 'text', max: moveLimits.words }],
  apply(_, payload, { subject, now }) {
    mayRespond(subject, now)
    return { state: 'invited', data: { ...nothing, invitation: payload.words } }
  },
}

/** What one reads who responded before, and can do instead. */
function whyNoInterest(state: string): string {
  if (state === 'declined') return 'klus.declinedBefore'
  return state === 'cancelled' ? 'klus.cancelledBefore' : 'klus.interestedAlready'
}

/** Again after an end of one's own, or one that time made: then it begins anew. */
export const apply: KlusMove<{ motivation: string; hours?: number | undefined }> = {
  offered: ({ state }) => (state === 'new' || state === 'invited' ? 'first' : 'besides'),
  from: ['new', 'invited', 'withdrawn', 'expired'],
  by: byRespondent,
  whyNot: whyNoInterest,
  payload: z.object({
    motivation: wordsNeeded(moveLimits.text, 'klus.motivationNeeded'),
    hours: maybeHours(mostHours),
  }),
  fields: [
    { name: 'motivation', type: 'text', required: true, max: moveLimits.text },
    { name: 'hours', type: 'number', min: 0.25, max: mostHours },
  ],
  initial: (_, { subject }) => ({ hours: subject.hoursTotal === undefined ? '' : String(subject.hoursTotal) }),
  apply(at, { motivation, hours }, { subject, now }) {
    mayRespond(subject, now)
    const { invitation, versions } = at.data
    return {
      state: 'interested',
      data: { ...nothing, invitation, versions, motivation, ...(hours === undefined ? {} : { hoursOffered: hours }) },
    }
  },
}

/** Also made by the author's first private message. */
export const talk: KlusMove<Record<string, never>> = {
  offered: 'first',
  from: ['interested'],
  by: byAuthor,
  payload: z.object({}),
  fits: (_, { foreign }) => !foreign,
  apply: ({ data }) => ({ state: 'in_talks', data }),
}
