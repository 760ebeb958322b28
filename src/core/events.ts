// What happened, as the rooms tell each other. An event exists only inside a transaction and carries ids, not rows;
// a delete carries what will be gone.
import type { Instant } from '../lib/clock.ts'
import type { EventId } from '../lib/id.ts'
import type { Ctx, Tools } from './context.ts'

/** Event name → payload. Rooms fill it by declaration merging, in their rules.ts. */
// oxlint-disable-next-line typescript/no-empty-interface
export interface Events {}
export type EventName = keyof Events & string

/** Tells that something happened. The rows are written when the transaction's callback ends, before its commit. */
export type Emit = <E extends EventName>(
  event: E,
  payload: Events[E],
  /** Events of one key reach a listener in order (one after the other). Default: no order. */
  orderingKey?: string,
) => EventId

/** An event as a listener gets it. `id` stays the same when it is tried again: derive ids of new things from it. */
export interface Occurrence<E extends EventName = EventName> {
  readonly id: EventId
  readonly name: E
  readonly occurred: Instant
  readonly payload: Events[E]
  /** Another event of the same name and ordering key comes straight after it: a recount, say, can be left to that one. */
  readonly isFollowed?: boolean
}

/** Runs in the worker, at least once per event: must be repeatable. `ctx.viewer` is the system. */
export type Listener<E extends EventName> = (ctx: Ctx, event: Occurrence<E>, tools: Tools) => Promise<void>
