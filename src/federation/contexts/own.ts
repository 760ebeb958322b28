// The @context of everything that we say: the contexts that peers know, and the terms of our rooms.
import type { FederationDoor, Json, JsonObject } from '../../core/federation.ts'
import { AS2_CONTEXT } from '../../lib/as2.ts'

/** Terms that everybody writes and AS2's own context lacks: who reads JSON-LD loses what has no term. */
const usualTerms: JsonObject = {
  Hashtag: 'as:Hashtag',
  sensitive: 'as:sensitive',
  manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
  toot: 'http://joinmastodon.org/ns#',
  featured: { '@id': 'toot:featured', '@type': '@id' },
  discoverable: 'toot:discoverable',
  indexable: 'toot:indexable',
  gts: 'https://gotosocial.org/ns#',
  interactionPolicy: { '@id': 'gts:interactionPolicy', '@type': '@id' },
  canQuote: { '@id': 'gts:canQuote', '@type': '@id' },
  automaticApproval: { '@id': 'gts:automaticApproval', '@type': '@id' },
}

/** One list for all documents and activities, with the rooms' extra terms merged. */
export function contextOf(doors: readonly FederationDoor[]): readonly Json[] {
  const terms: JsonObject = Object.assign({}, usualTerms, ...doors.map((door) => door.context ?? {}))
  return [
    AS2_CONTEXT,
    'https://w3id.org/security/v1',
    'https://w3id.org/security/multikey/v1',
    'https://w3id.org/security/data-integrity/v2',
    terms,
  ]
}

/** The document with the context in front; one that has its own keeps it. */
export function withContext(document: JsonObject, context: readonly Json[]): JsonObject {
  return document['@context'] === undefined ? { '@context': context, ...document } : document
}
