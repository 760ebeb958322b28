// Who sees a response: the two whom it is between, each his own side of it, and nobody else.
import type { Side } from '../../core/flow.ts'
import type { Viewer } from '../../core/viewer.ts'
import type { ActorId } from '../../lib/id.ts'

/** What the rule asks of the two. */
export interface Parties {
  readonly author: { readonly id: ActorId }
  readonly respondent: { readonly id: ActorId; readonly host: string; readonly local: 0 | 1 }
}

/**
 * The viewer's side; undefined: it is not there for him. An administrator is nobody special. The respondent's server
 * may know what he may, when it asks in its own name or in his; the author is always of the item's own plein.
 */
export function sideOf(viewer: Viewer, { author, respondent }: Parties): Side | undefined {
  if (viewer.type === 'person') {
    if (viewer.personId === author.id) return 'author'
    return viewer.personId === respondent.id ? 'respondent' : undefined
  }
  if (viewer.type !== 'remote' || respondent.local === 1 || viewer.host !== respondent.host) return undefined
  return viewer.personId === undefined || viewer.personId === respondent.id ? 'respondent' : undefined
}
