// Identifiers: UUID version 7 (RFC 9562), so that rows sort by the moment they were made.
import { v5, v7, validate } from 'uuid'

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

/** A new id; ids made later in one process sort later. */
export function newId<Noun extends string>(): Id<Noun> {
  return v7() as Id<Noun>
}

/** The same id for the same (parent, name) for ever: repeated work makes no second row (RFC 9562 §5.5). */
export function derivedId<Noun extends string>(parent: string, name: string): Id<Noun> {
  return v5(name, parent) as Id<Noun>
}

/** True when the text has the shape of an id. Guards routes: anything else is NotFound without a query. */
export function isId(text: string): boolean {
  return validate(text)
}
