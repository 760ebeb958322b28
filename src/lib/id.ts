// Identifiers: UUID version 7 (RFC 9562), so that rows sort by the moment they were made.
import { randomFillSync } from 'node:crypto'
import { v5, v7, validate } from 'uuid'
import { systemClock } from './clock.ts'

declare const brand: unique symbol
/** A string that is known to be the id of one noun, so that ids of two nouns cannot be mixed up. */
export type Id<Noun extends string> = string & { readonly [brand]: Noun }

export type ActorId = Id<'actor'>
export type ContentId = Id<'content'>
export type CommentId = Id<'comment'>
export type MediaId = Id<'media'>
export type AccountId = Id<'account'>
export type EventId = Id<'event'>
export type ResponseId = Id<'response'>
export type StepId = Id<'step'>

/** Random bytes for many ids: drawing sixteen at a time costs more than all the rest of an id. */
const random = new Uint8Array(4096)
const EACH = 16
let used = random.length
/** Of the last id: its millisecond, and its place within that. */
let msecs = 0
let seq = 0

/** A new id; ids made later in one process sort later. */
export function newId<Noun extends string>(): Id<Noun> {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  const own = random.subarray(used, (used += EACH))
  const now = systemClock.millis()
  if (now > msecs) {
    msecs = now
    // 31 bits of chance, so that there is room to count on (RFC 9562 §6.2, method 1).
    seq = new DataView(own.buffer, own.byteOffset).getUint32(0) >>> 1
  } else {
    seq = (seq + 1) >>> 0
    if (seq === 0) msecs++
  }
  return v7({ random: own, msecs, seq }) as Id<Noun>
}

/** The same id for the same (parent, name) for ever: repeated work makes no second row (RFC 9562 §5.5). */
export function derivedId<Noun extends string>(parent: string, name: string): Id<Noun> {
  return v5(name, parent) as Id<Noun>
}

/** True when the text has the shape of an id. Guards routes: anything else is NotFound without a query. */
export function isId(text: string): boolean {
  return validate(text)
}
