// Which received activities wait for each other: those about one object, or between two actors. All others run side by side.
import { createHash } from 'node:crypto'
import { idIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import { isActivity, type ReadActivity, readActivity } from './read.ts'

/** Longest key that an index of either database takes with ease. */
const MAX_LENGTH = 500
const DEEPEST = 4
/**
 * Between two actors: order matters only to the same two. A Like is none of these: it waits for the Create of what it is
 * about, without which it would be about nothing that we know.
 */
const pairwise = new Set(['Follow', 'Join', 'Leave', 'Block'])

/** Key of the job that handles it. */
export function orderingKeyOf(read: ReadActivity): string {
  const key = subjectOf(read, 0)
  return key.length <= MAX_LENGTH ? key : createHash('sha256').update(key).digest('base64url')
}

/** Undo{Like} waits for its Like, Announce{Create} for the same Create that came by itself. */
function subjectOf(read: ReadActivity, depth: number): string {
  const { type, actorIri, object, objectIri } = read
  if (depth < DEEPEST && isActivity(object) && idIn(object['actor']) !== undefined && isObject(object)) {
    if (['Announce', 'Undo', 'Accept', 'Reject'].includes(type)) return subjectOf(readActivity(object), depth + 1)
  }
  return pairwise.has(type) ? `${objectIri ?? ''} ${actorIri}` : (objectIri ?? actorIri)
}
