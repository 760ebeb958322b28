// What Lemmy (1.0) makes of an activity: reference §2.2, in our own words.
import type { Json } from '../../kit/peer/peer.ts'
import {
  type Delivery,
  dropped,
  hostOf,
  idOf,
  isPublic,
  listOf,
  objectOf,
  type Verdict,
  verdict,
  type World,
} from './world.ts'

const posts = new Set(['Page', 'Article', 'Note', 'Video', 'Event'])

export function lemmyWould({ activity, signer }: Delivery, world: World): Verdict {
  const actor = idOf(activity['actor'])
  if (actor !== signer) return dropped('the signer is not the actor')
  if (activity['type'] === 'Accept') return accepted(activity)
  if (activity['type'] !== 'Announce') return inner(activity, world)
  if (!world.followed.has(actor)) return dropped('nobody follows that community')
  const wrapped = objectOf(activity)
  if (!wrapped) return dropped('an announced Page is for sending only')
  if (!wrapped['actor']) return dropped('this is no activity')
  return inner(wrapped, world)
}

/** Fields that a nested Follow may have. */
function accepted(activity: Json): Verdict {
  const follow = objectOf(activity)
  const extra = Object.keys(follow ?? {}).filter((key) => !['id', 'type', 'actor', 'object'].includes(key))
  return follow && extra.length === 0 ? verdict('settled', 'follows') : dropped(`the nested Follow has ${extra.join()}`)
}

function inner(activity: Json, world: World): Verdict {
  const iri = idOf(activity['object'])
  const actor = idOf(activity['actor'])
  switch (activity['type']) {
    case 'Create':
    case 'Update':
      return written(activity, world)
    case 'Delete':
      if (!world.objects.has(iri)) return dropped('not here')
      if (world.objects.get(iri) !== actor && !activity['summary'] && hostOf(iri) !== hostOf(actor))
        return dropped('not his')
      world.objects.delete(iri)
      return verdict('removed', activity['summary'] ? 'by a moderator' : 'by its author')
    case 'Like':
      return world.objects.has(iri) ? verdict('counted', 'a vote') : dropped('a vote on nothing known')
    case 'Undo':
      return ['Like', 'Follow', 'Delete'].includes(String(objectOf(activity)?.['type']))
        ? verdict('counted', 'taken back')
        : dropped('nothing to undo')
    case 'Add':
    case 'Remove':
      return world.objects.has(iri) ? verdict('changed', 'pinned or not') : dropped('not here')
    default:
      return dropped(`does nothing with ${String(activity['type'])}`)
  }
}

function written(activity: Json, world: World): Verdict {
  const object = objectOf(activity)
  if (!object) return dropped('an object by its id only')
  const community = communityOf(object, world)
  if (!community) return dropped('no community in to or cc')
  if (object['audience'] !== undefined && object['audience'] !== community) return dropped('another audience')
  if (!isPublic(object) || !isPublic(activity)) return dropped('not public')
  const isKnown = world.objects.has(idOf(object))
  if (object['inReplyTo']) {
    if (object['type'] !== 'Note') return dropped('a comment is a Note')
    if (!world.objects.has(idOf(object['inReplyTo']))) return dropped('answers nothing known')
  } else if (!posts.has(String(object['type']))) return dropped(`no post: ${String(object['type'])}`)
  else if (!object['name'] && !object['content']) return dropped('without a title')
  world.objects.set(idOf(object), idOf(object['attributedTo']))
  return isKnown ? verdict('changed', 'edited') : verdict('shown', object['inReplyTo'] ? 'a comment' : 'a post')
}

/** The first address in `to`, then `cc`, that is a Group. */
function communityOf(object: Json, world: World): unknown {
  return [...listOf(object['to']), ...listOf(object['cc'])].find((iri) => world.followed.has(String(iri)))
}
