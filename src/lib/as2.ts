// Small questions to compact AS2 JSON from elsewhere, which may hold strings, objects or lists in any place.
import { parseIri } from './iri.ts'
import { isObject, type Json, type JsonObject } from './json.ts'

/** IRI of the context of ActivityStreams 2.0, and the beginning of its terms. */
export const AS2_CONTEXT = 'https://www.w3.org/ns/activitystreams'
/** The address of everybody (ActivityPub §5.6). */
export const PUBLIC = `${AS2_CONTEXT}#Public`
const spellingsOfPublic = new Set([PUBLIC, 'as:Public', 'Public', `${AS2_CONTEXT}/Public`])

/** The id, with everybody's address in its one spelling. */
export function withOnePublic(id: string): string {
  return spellingsOfPublic.has(id) ? PUBLIC : id
}

/** The value as a list; nothing is the empty list. */
export function listIn(value: unknown): readonly Json[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as Json[]) : [value as Json]
}

/** The objects among what stands here. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return listIn(value).filter(isObject)
}

/** Ids of what stands here, as strings or objects, at most so many; everybody in one spelling. */
export function idsIn(value: unknown, most = 500): string[] {
  const ids: string[] = []
  for (const entry of listIn(value)) {
    const id = isObject(entry) ? (entry['id'] ?? entry['href']) : entry
    if (typeof id === 'string' && id !== '') ids.push(withOnePublic(id))
    if (ids.length >= most) break
  }
  return ids
}

/** The first id. */
export function idIn(value: unknown): string | undefined {
  return idsIn(value, 1)[0]
}

/** The object with whom it is for, as it says itself or else what brings it; undefined when neither says so. */
export function withAddressing(object: JsonObject, activity: JsonObject): JsonObject | undefined {
  const said = [object, activity].find(({ to, cc }) => idsIn(to, 1).length + idsIn(cc, 1).length > 0)
  return said && { ...object, to: said['to'] ?? [], cc: said['cc'] ?? [] }
}

/** A text: a string, a JSON-LD value, or the first of a list of those. */
export function textIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? (value as Json[])[0] : value
  const text = isObject(first) ? first['@value'] : first
  return typeof text === 'string' ? text : undefined
}

/** Types of an object, one or more. */
export function typesIn(object: JsonObject): readonly string[] {
  return listIn(object['type']).filter((type) => typeof type === 'string')
}

/** The address for people: `url` as text, link, or list of links, HTML first; http(s) only. */
export function pageIn(value: unknown): string | undefined {
  const links = listIn(value)
  const html = links.find((link) => isObject(link) && link['mediaType'] === 'text/html')
  return [html, ...links].flatMap((link) => idsIn(link)).find((iri) => parseIri(iri) !== undefined)
}

/** The language (BCP 47) of the first entry of `contentMap` and its like. */
export function languageIn(map: unknown): string | undefined {
  const first = isObject(map) ? Object.keys(map)[0] : undefined
  return first && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(first) ? first : undefined
}
