// What the pages draw of a response: worked out here, so that views only draw.
import type { Side } from '../../../core/flow.ts'
import type { Agreed } from '../../../core/kind.ts'
import type { Instant } from '../../../lib/clock.ts'
import { hoursConfirmed, hoursSpent, mostHoursOf } from './hours.ts'
import { otherSide, workerOf } from './roles.ts'
import { waitingForManager } from './signatures.ts'
import { type KlusResponse, type SignedBy, standingSchema, type Terms } from './standing.ts'
import { termsInForce, termsPending } from './terms.ts'

const signers = ['author', 'respondent', 'manager'] as const

/** Who signed, in a fixed order. */
export function signaturesOf(terms: Terms): readonly { who: SignedBy; at: Instant | undefined }[] {
  return signers.map((who) => ({ who, at: terms.signatures[who]?.at }))
}

/** The terms of a version, or else the last ones. */
export function termsPicture<Props extends { readonly data: unknown; readonly version?: number | undefined }>(
  props: Props,
) {
  const { terms } = standingSchema.parse(props.data)
  const chosen = props.version === undefined ? undefined : terms.find(({ version }) => version === props.version)
  return { ...props, terms: chosen ?? termsInForce({ terms }) ?? terms.at(-1) }
}

/** Of each, the terms that count; who agreed with software that knows none has none. */
export function agreedPicture(agreements: readonly Agreed[]) {
  return agreements.flatMap(({ other, data }) => {
    const facts = termsInForce(standingSchema.parse(data))?.facts
    return facts ? [{ other, facts }] : []
  })
}

export interface Seen {
  readonly side: Side
  readonly state: string
  readonly data: unknown
  readonly subject: unknown
}

export function pictureOf({ side, data: given, subject }: Seen) {
  const data = standingSchema.parse(given)
  const worker = workerOf(subject as { purpose: 'request' | 'offer' })
  const [pending, counting] = [termsPending(data), termsInForce(data)]
  return {
    invitation: data.invitation,
    motivation: data.motivation,
    hoursOffered: data.hoursOffered,
    worker,
    works: worker === side,
    pending: pending && { terms: pending, signatures: signaturesOf(pending) },
    counting: counting && { terms: counting, signatures: signaturesOf(counting) },
    /** He has to ask his manager, or to wait for him. */
    asksManager: worker === side && waitingForManager(data) !== undefined,
    hours: hoursPicture(data, counting),
    learned: data.learned,
    completedByTime: data.completedByTime ?? false,
    reopened: data.reopened,
    reviews: { own: data.reviews[side], other: data.reviews[otherSide(side)] },
    ending: data.ending,
    outside: data.outside !== undefined,
  }
}

function hoursPicture(data: KlusResponse, terms: Terms | undefined) {
  return {
    entries: data.hours.toSorted((a, b) => (a.date === b.date ? (a.id < b.id ? 1 : -1) : a.date < b.date ? 1 : -1)),
    spent: hoursSpent(data),
    confirmed: hoursConfirmed(data),
    agreed: terms?.facts.hours ?? 0,
    most: terms ? mostHoursOf(terms) : 0,
  }
}
