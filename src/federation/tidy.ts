// One shape for what peers write in many: lists are lists, references are ids, Public has one spelling.
import { type Json, type JsonObject } from '../core/federation.ts'
import { idIn, idsIn, listIn, textIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'

const MAX_TAGS = 300
const MAX_MENTIONS = 100
const MAX_ATTACHMENTS = 50
const MAX_OBJECTS = 50
/** Announce{Undo{Announce{Note}}} is the deepest that anybody means. */
const MAX_NESTED = 4
const AS2 = /^(?:as:|https?:\/\/www\.w3\.org\/ns\/activitystreams#)/

/** Types of activities that anybody sends. What has another type and an `actor` is an activity as well. */
export const activityTypes: ReadonlySet<string> = new Set([
  'Accept',
  'Add',
  'Announce',
  'Block',
  'ChooseAnswer',
  'Create',
  'Delete',
  'Dislike',
  'EmojiReact',
  'Flag',
  'Follow',
  'Ignore',
  'Invite',
  'Join',
  'Leave',
  'Like',
  'Listen',
  'Lock',
  'Move',
  'Offer',
  'QuoteRequest',
  'Read',
  'Reject',
  'Remove',
  'TentativeAccept',
  'TentativeReject',
  'Travel',
  'Undo',
  'Unlock',
  'Update',
  'View',
])
const otherTypes: ReadonlySet<string> = new Set([
  'Article',
  'Note',
  'Page',
  'Event',
  'Question',
  'Video',
  'Audio',
  'Image',
  'Document',
  'Proposal',
  'Tombstone',
  'Link',
  'Person',
  'Group',
  'Application',
  'Service',
  'Organization',
  'Collection',
  'OrderedCollection',
  'CollectionPage',
  'OrderedCollectionPage',
])

type Rule = (value: Json | undefined, depth: number) => Json | undefined
const dropped: Rule = () => undefined
const reference: Rule = (value) => idIn(value)
const references: Rule = (value) => idsIn(value)
/** PostgreSQL keeps no NUL in a text. */
const text: Rule = (value) => textIn(value)?.replaceAll('\0', '')

const rules = new Map<string, Rule>(
  Object.entries({
    '@context': dropped,
    signature: dropped,
    proof: dropped,
    bto: dropped,
    bcc: dropped,
    id: text,
    type: oneType,
    name: text,
    summary: text,
    content: text,
    published: text,
    updated: text,
    deleted: text,
    preferredUsername: text,
    mediaType: text,
    actor: reference,
    attributedTo: author,
    audience: reference,
    inReplyTo: reference,
    target: reference,
    origin: reference,
    context: reference,
    conversation: reference,
    to: references,
    cc: references,
    url: page,
    tag: tags,
    attachment: attachments,
    icon: picture,
    image: picture,
    object,
    items: listIn,
    orderedItems: listIn,
  } satisfies Record<string, Rule>),
)
rules.set('__proto__', dropped)

/** The document with every property in its one shape. Unknown properties stay as they are. */
export function tidy(document: JsonObject, depth = 0): JsonObject {
  const out: Record<string, Json> = {}
  for (const key of Object.keys(document)) {
    const rule = rules.get(key)
    const value = rule ? rule(document[key], depth) : document[key]
    if (value !== undefined && value !== null) out[key] = value
  }
  if (out['content'] === undefined && isObject(document['contentMap'])) {
    const first = textIn(Object.values(document['contentMap'])[0])
    if (first !== undefined) out['content'] = first.replaceAll('\0', '')
  }
  return out
}

function oneType(value: Json | undefined): Json | undefined {
  const types = listIn(value)
    .filter((type) => typeof type === 'string')
    .map((type) => type.replace(AS2, ''))
  return types.find((type) => activityTypes.has(type) || otherTypes.has(type)) ?? types[0]
}

/** PeerTube names a person and a group: the person is the author. */
function author(value: Json | undefined): Json | undefined {
  const person = listIn(value).find((entry) => isObject(entry) && entry['type'] === 'Person')
  return idIn(person) ?? idIn(value)
}

/** The address of the page for people: the link that says text/html, else the first that there is. */
function page(value: Json | undefined): Json | undefined {
  const links = listIn(value).slice(0, MAX_ATTACHMENTS)
  const html = links.find((link) => isObject(link) && link['mediaType'] === 'text/html')
  return idIn(html) ?? idIn(value)
}

function picture(value: Json | undefined): Json | undefined {
  const first = listIn(value)[0]
  if (typeof first === 'string') return { type: 'Image', url: first }
  return isObject(first) ? withPage(first) : undefined
}

function withPage(value: JsonObject): JsonObject {
  const { url, ...rest } = value
  const address = page(url)
  return address === undefined ? rest : { ...rest, url: address }
}

function tags(value: Json | undefined): Json {
  const kept: JsonObject[] = []
  let mentions = 0
  for (const tag of listIn(value)) {
    if (!isObject(tag)) continue
    if (tag['type'] === 'Mention' && ++mentions > MAX_MENTIONS) continue
    kept.push(tag)
    if (kept.length >= MAX_TAGS) break
  }
  return kept
}

function attachments(value: Json | undefined): Json {
  return listIn(value).slice(0, MAX_ATTACHMENTS).filter(isObject).map(withPage)
}

function object(value: Json | undefined, depth: number): Json | undefined {
  if (Array.isArray(value) && value.length > 1) return idsIn(value, MAX_OBJECTS)
  const one = listIn(value)[0]
  if (!isObject(one)) return typeof one === 'string' ? one : undefined
  if (depth >= MAX_NESTED) return idIn(one)
  const inner = tidy(one, depth + 1)
  return Object.keys(inner).length === 1 && typeof inner['id'] === 'string' ? inner['id'] : inner
}
