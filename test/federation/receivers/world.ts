// What the models of other software share: what arrives, what such a server knows already, and what it makes of it.
import type { Json } from '../../kit/peer/peer.ts'

export type Effect = 'shown' | 'boosted' | 'changed' | 'removed' | 'counted' | 'settled' | 'dropped'

export interface Verdict {
  readonly effect: Effect
  readonly why: string
}

export interface Delivery {
  readonly activity: Json
  /** Whose key signed the request. */
  readonly signer: string
  /** A top-level integrity proof is there and holds. */
  readonly proven: boolean
}

/** A server of that software; models add to it what they take in. */
export interface World {
  /** Actors that somebody there follows. */
  readonly followed: Set<string>
  /** Objects that it holds: id → author. */
  readonly objects: Map<string, string>
  /** Announces that it holds. */
  readonly boosts: Set<string>
  /** GET without a session; undefined: not found or gone. */
  readonly get: (iri: string) => Json | undefined
}

export const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

export function dropped(why: string): Verdict {
  return { effect: 'dropped', why }
}

export function verdict(effect: Effect, why: string): Verdict {
  return { effect, why }
}

export function objectOf(activity: Json): Json | undefined {
  const { object } = activity
  return typeof object === 'object' && object !== null ? (object as Json) : undefined
}

export function idOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? String((value as Json)['id']) : String(value)
}

export function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value]
}

export function isPublic(document: Json): boolean {
  return [...listOf(document['to']), ...listOf(document['cc'])].includes(PUBLIC)
}

export function hostOf(iri: unknown): string {
  return URL.parse(String(iri))?.host ?? ''
}
