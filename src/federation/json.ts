// Plain JSON from outside: parsed within limits, and where an id belongs.
import type { Json, JsonObject } from '../core/federation.ts'
import { isObject } from '../lib/json.ts'
import { Unreadable } from './errors.ts'

/** Bytes of an activity or document; Mastodon's limit too. */
export const MAX_BYTES = 1024 * 1024
const MAX_DEPTH = 40
const MAX_NODES = 60_000

/** @throws Unreadable when it is no JSON object, or nested or filled beyond reason. */
export function parseJson(text: string): JsonObject {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (cause) {
    throw new Unreadable('this is not JSON', { cause })
  }
  if (!isObject(value)) throw new Unreadable('this is not a JSON object')
  checkSize(value)
  return ODD.test(text) ? (withoutOdd(value) as JsonObject) : value
}

/** What may stand for a NUL, or half of a character. */
const ODD = /\\u(?:0000|d[89a-f])/i

/**
 * PostgreSQL keeps no NUL in a text, and what has half of a character cannot be signed (RFC 8785); nobody means either:
 * wherever a NUL stands, it is left out, and a half becomes the sign for a character that cannot be read.
 */
function withoutOdd(value: Json): Json {
  if (typeof value === 'string') return readable(value)
  if (Array.isArray(value)) return (value as Json[]).map(withoutOdd)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [readable(key), withoutOdd(entry as Json)]))
}

function readable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** @throws Unreadable when nested deeper, or holding more values, than any real document. */
export function checkSize(value: Json, most: { nodes: number } = { nodes: MAX_NODES }): void {
  let level: Json[] = [value]
  let nodes = 0
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Unreadable('nested too deeply')
    const below: Json[] = []
    for (const node of level) {
      const children = Array.isArray(node) ? (node as Json[]) : Object.values(node as JsonObject)
      nodes += children.length
      if (nodes > most.nodes) throw new Unreadable('too many values')
      for (const child of children) if (typeof child === 'object' && child !== null) below.push(child)
    }
    level = below
  }
}

/** Answers to originOf: of one activity the same few ids are asked about some ten times. */
const origins = new Map<string, string | undefined>()
const MAX_ORIGINS = 500
const MAX_KEPT_LENGTH = 500

/** Scheme, host and port of an http(s) IRI; undefined for anything else ("ids" that are no URI, other schemes). */
export function originOf(iri: string | undefined): string | undefined {
  if (iri === undefined || !/^https?:\/\//i.test(iri)) return undefined
  if (iri.length > MAX_KEPT_LENGTH) return readOrigin(iri)
  const known = origins.get(iri)
  if (known !== undefined || origins.has(iri)) return known
  if (origins.size >= MAX_ORIGINS) origins.clear()
  const origin = readOrigin(iri)
  origins.set(iri, origin)
  return origin
}

function readOrigin(iri: string): string | undefined {
  try {
    const url = new URL(iri)
    return url.username || url.password ? undefined : url.origin
  } catch {
    return undefined
  }
}

export function hostOf(iri: string): string | undefined {
  return originOf(iri)?.replace(/^https?:\/\//, '')
}
