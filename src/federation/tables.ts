// What we said, who has it, and what we have heard already.
import type { Instant } from '../lib/clock.ts'
import type { ActorId, Id } from '../lib/id.ts'

declare module '../platform/db/tables.ts' {
  interface Tables {
    activity: ActivityTable
    delivery: DeliveryTable
    inbox: InboxTable
  }
}

export interface ActivityTable {
  id: Id<'activity'>
  iri: string
  /** Whose key signs its delivery. */
  actorId: ActorId
  type: string
  objectIri: string
  /** Final bytes. */
  json: string
  created: Instant
}

export interface DeliveryTable {
  id: Id<'delivery'>
  activityId: Id<'activity'>
  inbox: string
  host: string
  /** Host and object (or what it comes after): these arrive in order. */
  orderingKey: string
  state: 'waiting' | 'done' | 'gone' | 'failed' | 'dropped'
  attempts: number
  runAt: Instant
  leaseUntil: Instant | null
  lastStatus: number | null
  lastError: string | null
  created: Instant
  delivered: Instant | null
}

/** Every received activity: nothing happens twice, and a group can pass on the exact bytes. */
export interface InboxTable {
  /** Id of the activity; the inner one of an Announce has a row of its own. */
  iri: string
  /** Exact text; emptied after a month. */
  raw: string
  /** Actor whose key signed the request. */
  signerIri: string
  received: Instant
  handled: Instant | null
}
