// Who sees what, in words: said here once more, without a look at the code that it is the measure of.
import type { GroupAccess } from '../../../src/core/access.ts'
import type { Item, Looker } from './stage.ts'

/**
 * Iedereen: everyone. Het netwerk: people of this plein, and servers that are allowed here. Mijn organisatie: people
 * of this plein. De groep: its members, and the servers where they are. Alleen ik: who wrote it, and nobody else.
 * What stands in a closed or hidden group is for its members only, whatever else was chosen. A blocked server sees
 * nothing. An administrator is a person like the others.
 */
export function sees(looker: Looker, item: Item): boolean {
  if (looker.trust === 'blocked') return false
  if (looker.author) return true
  if ((item.place === 'closed' || item.place === 'hidden') && !looker.member) return false
  switch (item.audience) {
    case 'public':
      return true
    case 'network':
      return looker.is === 'person' || looker.trust === 'allowed'
    case 'organisation':
      return looker.is === 'person'
    case 'group':
      return looker.member === true
    case 'private':
      return false
  }
}

const guest: Looker = { name: 'guest', is: 'guest' }

/** What a door adds to it: it is about one place only, or it is the same for everybody. */
export type DoorRule =
  /** Everything that one sees. */
  | 'seen'
  /** What guests see, whoever asks: kept by others, or asked without saying who one is. */
  | 'guests'
  /** The same for whoever says who he is, unless he is blocked. */
  | 'guests, signed'
  /** What one sees of the groups that one is in, of people one follows, and of one's own. */
  | 'mine'
  /** One is told of what one sees and is named in; nobody is told of his own. */
  | 'told'
  /** What is sent: what that server may see, and only where it was addressed to somebody there. */
  | 'sent'
  | { readonly in: GroupAccess; readonly for?: 'guests' }

export function expectedAt(rule: DoorRule, looker: Looker, item: Item): boolean {
  if (typeof rule === 'object') {
    return item.place === rule.in && sees(rule.for === 'guests' ? guest : looker, item)
  }
  switch (rule) {
    case 'seen':
      return sees(looker, item)
    case 'guests':
      return sees(guest, item)
    case 'guests, signed':
      return sees(guest, item) && looker.trust !== 'blocked'
    case 'mine':
      return sees(looker, item) && (looker.author === true || (looker.member === true && item.place !== 'none'))
    case 'told':
      return sees(looker, item) && !looker.author
    case 'sent':
      return sees(looker, item)
  }
}

/** Hidden groups are for members, the others can be found by everyone; blocked servers find nothing. */
export function knowsGroup(looker: Looker, access: GroupAccess): boolean {
  if (looker.trust === 'blocked') return false
  return access !== 'hidden' || looker.member === true
}
