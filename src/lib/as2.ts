// Small questions to compact AS2 JSON from elsewhere, which may hold strings, objects or lists in any place.
import { parseIri } from './iri.ts'

const EVERYBODY = 'https://www.w3.org/ns/activitystreams#Public'
const spellings = new Set([EVERYBODY, 'as:Public', 'Public'])

type Thing = { readonly [key: string]: unknown }

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as a list; nothing is the empty list. */
export function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as unknown[]) : [value]
}

/** Objects among what stands here. */
export function thingsIn(value: unknown): readonly Thing[] {
  return listIn(value).filter(isThing)
}

/** Ids of what stands here (at most 200), everybody in one spelling. */
export function idsIn(value: unknown): string[] {
  const ids = listIn(value)
    .slice(0, 200)
    .flatMap((entry) => {
      const id = isThing(entry) ? (entry['id'] ?? entry['href']) : entry
      return typeof id === 'string' && id !== '' ? [id] : []
    })
  return ids.map((id) => (spellings.has(id) ? EVERYBODY : id))
}

/** The first id. */
export function idIn(value: unknown): string | undefined {
  return idsIn(value)[0]
}

/** A text: a string, or the first of a list of them. */
export function textIn(value: unknown): string | undefined {
  const first = listIn(value)[0]
  return typeof first === 'string' ? first : undefined
}

/** Types of an object, one or more. */
export function typesIn(object: Thing): readonly string[] {
  return listIn(object['type']).filter((type) => typeof type === 'string')
}

/** The address for people: `url` as text, link, or list of links, HTML first; http(s) only. */
export function pageIn(value: unknown): string | undefined {
  const links = listIn(value)
  const html = links.find((link) => isThing(link) && link['mediaType'] === 'text/html')
  return [html, ...links].flatMap((link) => idsIn(link)).find((iri) => parseIri(iri) !== undefined)
}

/** Language and text of `contentMap` and its like: the first entry. */
export function languageIn(map: unknown): string | undefined {
  const first = isThing(map) ? Object.keys(map)[0] : undefined
  return first && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(first) ? first : undefined
}
