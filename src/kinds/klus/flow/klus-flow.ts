// The flow of a klus, put together: who responds to it, and how that goes on until both have looked back.
import { defineFlow } from '../../../core/flow.ts'
import type { KlusData } from '../rules.ts'
import { apply, invite, talk } from './beginning.ts'
import { deadline } from './clock.ts'
import { complete, completeByTime, confirmCompletion, remindWorker, reopen, start } from './completion.ts'
import { cancel, declineInvitation, expire, reject, turnAway, withdraw } from './ending.ts'
import { forget } from './forgetting.ts'
import { confirmHours, disputeHours, logHours, withdrawHours } from './hours.ts'
import { mayRespond, places, settle } from './places.ts'
import { closeReviews, review, showReview, visible } from './reviews.ts'
import { amend, consent, offer, refuseConsent, setConditions, sign, waitingForManager } from './signatures.ts'
import { type KlusResponse, nothing, standingSchema } from './standing.ts'
import { endedStates, klusPath, type KlusState, klusStates, takingStates } from './states.ts'
import { agreementsIn, signedByRespondent } from './terms.ts'
import * as wire from './wire.ts'

export const klusFlow = defineFlow<'klus', KlusState, KlusResponse, KlusData>({
  name: 'klus',
  states: klusStates,
  path: klusPath,
  taking: takingStates,
  ended: endedStates,
  schema: standingSchema,
  empty: nothing,
  moves: {
    invite,
    apply,
    declineInvitation,
    turnAway,
    talk,
    offer,
    sign,
    consent,
    setConditions,
    refuseConsent,
    reject,
    withdraw,
    start,
    amend,
    logHours,
    withdrawHours,
    confirmHours,
    disputeHours,
    complete,
    confirmCompletion,
    remindWorker,
    completeByTime,
    reopen,
    cancel,
    review,
    showReview,
    closeReviews,
    expire,
  },
  wire: {
    moves: { Offer: 'apply', Undo: 'withdraw', Reject: 'reject', Invite: 'invite' },
    accepted: 'agreed',
    accept: wire.accept,
    reject: wire.reject,
    agreement: wire.agreement,
    fromOffer: wire.fromOffer,
  },
  consent: { moves: { yes: 'consent', conditions: 'setConditions', no: 'refuseConsent' }, waiting: waitingForManager },
  turnsAway: 'turnAway',
  signed: signedByRespondent,
  agreements: agreementsIn,
  because: ({ ending }) => ending?.reason || undefined,
  forget,
  places,
  open: mayRespond,
  visible,
  deadline,
  settle,
})
