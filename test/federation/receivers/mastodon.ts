// What Mastodon (4.7 and later) makes of an activity: reference §6.1 to §6.4, in our own words.
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

const supported = new Set(['Note', 'Question'])
/** Shown as title, summary and link only. */
const converted = new Set(['Image', 'Audio', 'Video', 'Article', 'Page', 'Event'])
const LARGEST = 1024 * 1024

export function mastodonWould({ activity, signer, proven }: Delivery, world: World): Verdict {
  const actor = idOf(activity['actor'])
  if (JSON.stringify(activity).length > LARGEST) return dropped('larger than 1 MB')
  const relayed = actor !== signer
  if (relayed && !proven) return dropped('relayed, and neither LD signature nor proof')
  if (hostOf(activity['id']) !== hostOf(actor)) return dropped('id of another host')
  switch (activity['type']) {
    case 'Create':
      return created(
        activity,
        { actor, wanted: world.followed.has(actor) || (relayed && world.followed.has(signer)) },
        world,
      )
    case 'Announce':
      return announced(activity, actor, world)
    case 'Update':
      return updated(activity, actor, world)
    case 'Delete':
      return deleted(idOf(activity['object']), actor, world)
    case 'Undo':
      return undone(activity, world)
    case 'Accept':
    case 'Reject':
      return objectOf(activity)?.['type'] === 'Follow' ? verdict('settled', 'answer to a Follow') : dropped('no Follow')
    case 'Follow':
      return verdict('settled', 'a request to follow')
    case 'Like':
      return dropped('likes count at the author of the status only')
    default:
      return dropped(`does nothing with ${String(activity['type'])}`)
  }
}

function created(activity: Json, by: { actor: string; wanted: boolean }, world: World): Verdict {
  const object = objectOf(activity)
  if (!object) return dropped('an object by its id only')
  const answers = world.objects.has(idOf(object['inReplyTo']))
  if (!by.wanted && !answers) return dropped('nobody follows the author, and it answers nothing known')
  return kept(object, by.actor, world)
}

function kept(object: Json, author: string, world: World): Verdict {
  const type = String(object['type'])
  if (!supported.has(type) && !converted.has(type)) return dropped(`does not know ${type}`)
  if (idOf(object['attributedTo']) !== author) return dropped('somebody else wrote it')
  if (!isPublic(object)) return dropped('not public: a direct message at best')
  world.objects.set(idOf(object), author)
  if (supported.has(type)) return verdict('shown', object['summary'] ? 'whole, behind a warning' : 'whole')
  const full = [object['name'], object['summary'], object['url']].every(
    (part) => typeof part === 'string' && part !== '',
  )
  return verdict('shown', full ? 'title, summary and link' : 'a bare link')
}

function announced(activity: Json, actor: string, world: World): Verdict {
  const iri = idOf(activity['object']).split('#')[0] as string
  if (!world.followed.has(actor) && !world.objects.has(iri)) return dropped('nobody follows who announces it')
  if (!isPublic(activity)) return dropped('boosts that are not public are not shown')
  if (!world.objects.has(iri)) {
    const got = world.get(iri)
    if (!got || idOf(got) !== iri) return dropped('its id gives nothing, or something else')
    const status = ['Create', 'Announce'].includes(String(got['type'])) ? objectOf(got) : got
    if (!status || hostOf(status['attributedTo']) !== hostOf(iri)) return dropped('its author is of another host')
    const stored = kept(status, idOf(status['attributedTo']), world)
    if (stored.effect === 'dropped') return stored
    world.boosts.add(idOf(activity))
    return verdict('boosted', stored.why)
  }
  world.boosts.add(idOf(activity))
  return verdict('boosted', 'known already')
}

function updated(activity: Json, actor: string, world: World): Verdict {
  const object = objectOf(activity)
  if (object && idOf(object) === actor) return verdict('changed', 'profile')
  if (!object || world.objects.get(idOf(object)) !== actor) return dropped('not a status of that author here')
  return typeof object['updated'] === 'string' ? verdict('changed', 'edited') : dropped('a silent refresh')
}

function deleted(iri: string, actor: string, world: World): Verdict {
  if (world.objects.get(iri) !== actor) return dropped('no status of that author here')
  world.objects.delete(iri)
  return verdict('removed', 'by its author')
}

function undone(activity: Json, world: World): Verdict {
  const inner = objectOf(activity)
  const iri = idOf(activity['object'])
  if (world.boosts.delete(iri)) return verdict('removed', 'the boost')
  return listOf(inner?.['type']).includes('Follow') ? verdict('settled', 'follows no more') : dropped('nothing to undo')
}
