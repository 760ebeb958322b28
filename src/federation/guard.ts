// What a fetched document may claim, given the address that it came from (FEP-fe34): nobody speaks for another origin.
import type { Json, JsonObject } from '../core/federation.ts'
import { idIn, listIn, textIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import { Untrusted } from './errors.ts'
import { originOf } from './json.ts'

const actorTypes = new Set(['Person', 'Group', 'Application', 'Service', 'Organization'])

/** Does the document say that it is an actor? */
export function isActorDocument(document: JsonObject): boolean {
  return actorTypes.has(textIn(document['type']) ?? '')
}

/** @throws Untrusted when the document's id, or its author, is of another origin than the address that served it. */
export function guardObject(document: JsonObject, servedFrom: string): void {
  const origin = originOf(servedFrom)
  const id = idIn(document['id'])
  if (origin === undefined || originOf(id) !== origin)
    throw new Untrusted('the id is of another origin than its address')
  if (isActorDocument(document)) return
  for (const by of [idIn(document['attributedTo']), idIn(document['actor'])]) {
    if (by !== undefined && originOf(by) !== origin)
      throw new Untrusted('the author is of another origin than the object')
  }
}

/**
 * An actor document that may be recorded: only what it says of itself.
 * @throws Untrusted when its id is of another origin, or it shows keys that belong to somebody else.
 */
export function guardActor(document: JsonObject, servedFrom: string): JsonObject {
  if (!isActorDocument(document)) throw new Untrusted('this is not an actor')
  guardObject(document, servedFrom)
  const id = idIn(document['id']) as string
  const origin = originOf(id)
  for (const key of [...listIn(document['publicKey']), ...listIn(document['assertionMethod'])]) guardKey(key, id)
  if (originOf(idIn(document['inbox'])) !== origin) throw new Untrusted('the inbox is of another origin than the actor')
  const endpoints = document['endpoints']
  if (!isObject(endpoints) || endpoints['sharedInbox'] === undefined) return document
  const { sharedInbox, ...others } = endpoints
  const isOwn = originOf(idIn(sharedInbox)) === origin
  return { ...document, endpoints: isOwn ? { ...others, sharedInbox: idIn(sharedInbox) } : others }
}

/** An embedded key is the actor's own, and has an id of the actor's origin. */
function guardKey(key: Json, actorIri: string): void {
  if (typeof key === 'string') return
  if (!isObject(key)) throw new Untrusted('a key is no key')
  const id = idIn(key['id'])
  if (id !== undefined && originOf(id) !== originOf(actorIri)) throw new Untrusted('a key has an id of another origin')
  for (const owner of [key['owner'], key['controller']]) {
    if (owner !== undefined && idIn(owner) !== actorIri) throw new Untrusted('a key is owned by somebody else')
  }
}

/**
 * Whose actor document must show the key, when this was found at the key's id: the actor itself,
 * or the owner that a stand-alone key names.
 * @throws Untrusted when key and owner are of another origin than the address that served them.
 */
export function keyOwner(document: JsonObject, servedFrom: string): string | undefined {
  if (isActorDocument(document)) {
    guardObject(document, servedFrom)
    return idIn(document['id'])
  }
  const origin = originOf(servedFrom)
  const owner = idIn(document['owner']) ?? idIn(document['controller'])
  if (owner === undefined) return undefined
  if (originOf(owner) !== origin) throw new Untrusted('the key names an owner of another origin')
  const id = idIn(document['id'])
  if (id !== undefined && originOf(id) !== origin) throw new Untrusted('the key has an id of another origin')
  return owner
}

/** Does this actor document show the key with that id as its own? */
export function showsKey(document: JsonObject, keyIri: string): boolean {
  return [...listIn(document['publicKey']), ...listIn(document['assertionMethod'])].some((key) => idIn(key) === keyIri)
}
