// What Mobilizon makes of an activity of a group elsewhere: reference §2.6, in our own words.
import type { Json } from '../../kit/peer/peer.ts'
import { type Delivery, dropped, hostOf, idOf, isPublic, objectOf, type Verdict, verdict, type World } from './world.ts'

const known = new Set(['Event', 'Article', 'Note'])

export function mobilizonWould({ activity, signer }: Delivery, world: World): Verdict {
  const actor = idOf(activity['actor'])
  const iri = idOf(activity['object'])
  if (actor !== signer) return dropped('the signer is not the actor, and proofs are not read')
  switch (activity['type']) {
    case 'Announce':
      if (!world.followed.has(actor)) return dropped('nobody follows who announces it')
      if (objectOf(activity)?.['actor']) return dropped('activities in an Announce are not unwrapped')
      return taken(objectOf(activity) ?? world.get(iri), world, 'boosted')
    case 'Create':
      return taken(objectOf(activity), world, 'shown')
    case 'Update':
      return world.objects.get(iri) === actor ? verdict('changed', 'edited') : dropped('not here, or not his')
    case 'Delete':
      if (!world.objects.has(iri) || hostOf(iri) !== hostOf(actor)) return dropped('not here, or not his')
      world.objects.delete(iri)
      return verdict('removed', 'deleted')
    case 'Accept':
    case 'Reject':
      return verdict('settled', 'an answer')
    case 'Undo':
      return objectOf(activity)?.['type'] === 'Announce' ? verdict('removed', 'the boost') : dropped('nothing to undo')
    default:
      return dropped(`does nothing with ${String(activity['type'])}`)
  }
}

function taken(object: Json | undefined, world: World, effect: 'shown' | 'boosted'): Verdict {
  if (!object || !known.has(String(object['type']))) return dropped('nothing that it knows')
  if (!isPublic(object)) return dropped('not public')
  if (object['inReplyTo'] && !world.objects.has(idOf(object['inReplyTo']))) return dropped('answers nothing known')
  world.objects.set(idOf(object), idOf(object['attributedTo']))
  return verdict(effect, String(object['type']))
}
