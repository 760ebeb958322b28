// The slow path: any JSON-LD → compact AS2. A module of its own, because loading jsonld takes a while.
import jsonld from '@fedify/vocab-runtime/jsonld'
import type { Json, JsonObject } from '../../core/federation.ts'
import { Unreadable } from '../errors.ts'
import { loadContext, ourContext } from './vendored.ts'

interface Compacting {
  compact(
    document: object,
    context: unknown,
    options: { documentLoader: typeof loadContext; expandContext?: unknown },
  ): Promise<Json>
}

/** @throws Unreadable when it is no JSON-LD, or more than one thing. */
export async function compactJsonLd(raw: JsonObject): Promise<JsonObject> {
  let result: Json
  try {
    result = await (jsonld as unknown as Compacting).compact(raw, ourContext, { documentLoader: loadContext })
  } catch (cause) {
    throw new Unreadable('this is not JSON-LD', { cause })
  }
  if (typeof result !== 'object' || result === null || Array.isArray(result))
    throw new Unreadable('this is not one document')
  const document = result as JsonObject
  if (document['@graph'] !== undefined) throw new Unreadable('this is more than one document')
  return document
}
