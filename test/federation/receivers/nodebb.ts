// What NodeBB (4.15) makes of an activity: reference §2.3 and §12, in our own words.
import type { Json } from '../../kit/peer/peer.ts'
import { type Delivery, dropped, hostOf, idOf, isPublic, objectOf, type Verdict, verdict, type World } from './world.ts'

const posts = new Set(['Note', 'Page', 'Article', 'Question', 'Video'])

export function nodebbWould({ activity, signer }: Delivery, world: World): Verdict {
  const actor = idOf(activity['actor'])
  if (actor !== signer) return dropped('the signer is not the actor')
  switch (activity['type']) {
    case 'Announce':
      return announced(activity, actor, world)
    case 'Create':
      return written(objectOf(activity), world)
    case 'Update':
      return updated(activity, world)
    case 'Delete':
      return deleted(activity, actor, world)
    case 'Accept':
      return verdict('settled', 'follows')
    case 'Undo':
      return verdict('counted', 'taken back')
    case 'Like':
      return world.objects.has(idOf(activity['object']))
        ? verdict('counted', 'a vote')
        : dropped('a vote on nothing known')
    default:
      return dropped(`does nothing with ${String(activity['type'])}`)
  }
}

function announced(activity: Json, group: string, world: World): Verdict {
  const inner = objectOf(activity)
  if (!inner?.['actor']) {
    const got = inner ?? world.get(idOf(activity['object']))
    return world.followed.has(group) ? written(got, world) : dropped('nobody follows who announces it')
  }
  // Of another host than the group: stripped to its id and asked for there; else 424.
  if (hostOf(inner['id']) !== hostOf(group) && inner['type'] === 'Create' && !world.get(idOf(inner))) {
    return dropped('424: the inner activity cannot be fetched')
  }
  switch (inner['type']) {
    case 'Create':
      return written(objectOf(inner), world)
    case 'Like':
      return world.objects.has(idOf(inner['object']))
        ? verdict('counted', 'a vote')
        : dropped('a vote on nothing known')
    case 'Update':
      return updated(inner, world)
    case 'Delete':
      return deleted(inner, group, world)
    default:
      return dropped(`announced ${String(inner['type'])}`)
  }
}

function written(object: Json | undefined, world: World): Verdict {
  if (!object || !posts.has(String(object['type']))) return dropped('no post')
  if (!isPublic(object)) return dropped('not public: a chat at best')
  if (object['inReplyTo'] && !world.objects.has(idOf(object['inReplyTo']))) return dropped('answers nothing known')
  if (world.objects.has(idOf(object))) return dropped('here already')
  world.objects.set(idOf(object), idOf(object['attributedTo']))
  return verdict('shown', object['inReplyTo'] ? 'a reply' : object['name'] ? 'a topic' : 'a topic by its first words')
}

/** Fetched again from its origin. */
function updated(activity: Json, world: World): Verdict {
  const iri = idOf(activity['object'])
  if (!world.objects.has(iri)) return dropped('not here')
  return world.get(iri) ? verdict('changed', 'fetched again') : dropped('its origin has it no more')
}

function deleted(activity: Json, announcer: string, world: World): Verdict {
  const iri = idOf(activity['object'])
  const actor = idOf(activity['actor'])
  const may = hostOf(announcer) === hostOf(actor) || hostOf(actor) === hostOf(iri)
  if (!world.objects.has(iri) || !may) return dropped(may ? 'not here' : 'may not')
  world.objects.delete(iri)
  return verdict('removed', 'deleted')
}
