// Raw JSON → our own view of a document or an activity: compact ones as they are, all others through JSON-LD first.
import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '../core/federation.ts'
import { AS2_CONTEXT, idIn, idsIn, listIn, textIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import { Unreadable } from './errors.ts'
import { checkSize, hostOf, originOf } from './json.ts'
import { activityTypes, tidy } from './tidy.ts'

/** JSON-LD takes milliseconds per kB: only small documents may ask for it. */
const MAX_NODES_JSONLD = 2_000
const MAX_ID = 2_000
/** Names of AS2's own context that are seen. */
const as2Spellings = new Set([
  AS2_CONTEXT,
  `${AS2_CONTEXT}#`,
  `${AS2_CONTEXT}.jsonld`,
  AS2_CONTEXT.replace('https', 'http'),
])

/** An activity in our own words; nothing in it is believed yet. */
export interface ReadActivity {
  /** Its id, or a made-up one that is unique to these bytes when it has none or one that is no URI. */
  readonly id: string
  /** False when `id` is made up. */
  readonly named: boolean
  readonly type: string
  readonly actorIri: string
  readonly activity: JsonObject
  readonly object: JsonObject | undefined
  readonly objectIri: string | undefined
}

/**
 * Any document from elsewhere, tidied: `to`, `cc`, `tag`, `attachment` are lists, references are ids.
 * @throws Unreadable when it makes no sense as AS2.
 */
export async function readDocument(raw: JsonObject): Promise<JsonObject> {
  return tidy(isCompact(raw) ? raw : await compacted(raw))
}

/** The document can be read as it is: AS2's context is named (or none at all), and keys are plain terms. */
export function isCompact(raw: JsonObject): boolean {
  const context = raw['@context']
  const named =
    context === undefined || listIn(context).some((entry) => typeof entry === 'string' && as2Spellings.has(entry))
  return named && hasPlainKeys(raw)
}

function hasPlainKeys(node: JsonObject): boolean {
  if (node['type'] === undefined && node['id'] === undefined) return false
  for (const key of Object.keys(node)) {
    if (key !== '@context' && (key.startsWith('@') || key.startsWith('as:') || key.startsWith('http'))) return false
  }
  const object = node['object']
  return isObject(object) && Object.keys(object).length > 0 ? hasPlainKeys(object) : true
}

async function compacted(raw: JsonObject): Promise<JsonObject> {
  checkSize(raw, { nodes: MAX_NODES_JSONLD })
  const { compactJsonLd } = await import('./contexts/compact.ts')
  return compactJsonLd(raw)
}

/** @throws Unreadable when type or actor are missing. */
export function readActivity(document: JsonObject): ReadActivity {
  const type = textIn(document['type'])
  const actorIri = idIn(document['actor'])
  if (type === undefined || type === '') throw new Unreadable('it has no type')
  if (actorIri === undefined || hostOf(actorIri) === undefined) throw new Unreadable('it has no actor')
  const object = document['object']
  return {
    ...nameOf(document, actorIri),
    type,
    actorIri,
    activity: document,
    object: isObject(object) ? object : undefined,
    objectIri: idIn(object),
  }
}

/** The id of an activity. Accepts of NodeBB have none that is a URI, some servers send none for Accept and Undo. */
export function nameOf(document: JsonObject, actorIri: string): { id: string; named: boolean } {
  const id = textIn(document['id'])
  if (id !== undefined && id.length > MAX_ID) throw new Unreadable('its id is too long')
  if (id !== undefined && originOf(id) !== undefined) return { id, named: true }
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('base64url').slice(0, 22)
  return { id: `${actorIri.split('#')[0]}#unnamed-${digest}`, named: false }
}

/** Is this an activity (and not the object of one)? */
export function isActivity(value: Json | undefined): value is JsonObject {
  if (!isObject(value)) return false
  const type = textIn(value['type'])
  return (
    type !== undefined && (activityTypes.has(type) || (value['actor'] !== undefined && value['object'] !== undefined))
  )
}

/** It, or its object, is addressed to or an answer to somebody or something of that origin. */
export function namesOrigin(activity: JsonObject, origin: string): boolean {
  const object = isObject(activity['object']) ? activity['object'] : {}
  return [activity, object].some((one) =>
    ['to', 'cc', 'audience', 'inReplyTo', 'target'].some((key) =>
      idsIn(one[key]).some((iri) => iri.startsWith(`${origin}/`)),
    ),
  )
}
