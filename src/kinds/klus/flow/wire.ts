// How a response to a klus speaks FEP-0837 with software that knows nothing of our additions.
import type { Json, JsonObject } from '../../../core/federation.ts'
import { idIn, objectsIn } from '../../../lib/as2.ts'
import { plainText } from '../../../lib/html.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { KlusData } from '../rules.ts'
import { ended } from './ending.ts'
import { moveLimits } from './fields.ts'
import type { KlusSituation, KlusStanding } from './standing.ts'
import { signedDocument, termsInForce } from './terms.ts'

/** The hours that the klus names on the wire: the whole of it, or of a week when the whole is not known. */
export function quantityOf({ hoursTotal, hoursPerWeek }: Pick<KlusData, 'hoursTotal' | 'hoursPerWeek'>): number {
  return hoursTotal ?? hoursPerWeek ?? 1
}

/** Before the terms: what the Offer holds (no id: it is not final). With terms in force: the agreement, signed. */
export function agreement({ data }: KlusStanding, { item, subject }: KlusSituation): JsonObject {
  const terms = termsInForce(data)
  if (terms) return signedDocument(terms)
  return {
    type: 'Agreement',
    content: data.motivation,
    stipulates: {
      type: 'Commitment',
      satisfies: `${item.iri}#primary`,
      // unitBased is false: the same amount as the proposal's (FEP-0837, "Proposal"). Own hours travel in our addition.
      resourceQuantity: { hasUnit: 'hour', hasNumericalValue: String(quantityOf(subject)) },
    },
  }
}

/** The payload of `apply` in a received Offer's agreement; null when it is about something else or another amount. */
export function fromOffer(received: JsonObject, { item, subject }: KlusSituation): JsonObject | null {
  const commitment = objectsIn(received['stipulates'])[0]
  if (commitment === undefined || idIn(commitment['satisfies']) !== `${item.iri}#primary`) return null
  const hours = hoursIn(commitment['resourceQuantity'])
  if (hours === undefined || Math.abs(hours - quantityOf(subject)) > 1e-9) return null
  const content = received['content']
  const said = typeof content === 'string' ? plainText(content).trim().slice(0, moveLimits.text) : ''
  // Its words are optional there, and needed here: silence is shown as such.
  return { motivation: said || '–', hours }
}

/** Amount in hours; undefined for other units. The unit is the word, or its IRI in om2. */
function hoursIn(value: Json | undefined): number | undefined {
  const quantity = objectsIn(value)[0]
  if (!quantity || !/^(.*[/:#])?hour$/.test(String(idIn(quantity['hasUnit'])))) return undefined
  const number = Number(quantity['hasNumericalValue'])
  return Number.isFinite(number) ? number : undefined
}

/** A foreign proposer says yes: for what that is worth, it is agreed. */
export function accept({ data }: KlusStanding, accepted: JsonObject, now: Instant): KlusStanding {
  return { state: 'agreed', data: { ...data, outside: { agreement: accepted as Record<string, never>, at: now } } }
}

/** A foreign author says no. */
export function reject(at: KlusStanding, reason: string, now: Instant): KlusStanding {
  const words = plainText(reason).trim().slice(0, moveLimits.words)
  return ended(at, 'declined', { move: 'reject', reason: 'other', words }, { now, maker: 'author' })
}
