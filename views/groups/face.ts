// What views need of a group and its members; the views of the room `groups` fit.
import type { BylineCard } from '../ds/index.ts'

export interface GroupFace {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly url: string
  readonly local: boolean
  /** Safe HTML. */
  readonly summary: string
  readonly access: 'open' | 'closed' | 'hidden'
  readonly restricted: boolean
  readonly memberCount: number
  readonly picture: string | undefined
  /** Name of the organisation that hosts it. */
  readonly organisation: string
  readonly membership: 'none' | 'pending' | 'accepted' | 'rejected'
  /** Is the viewer, who is no member, invited or kept out? */
  readonly standing?: 'invited' | 'blocked' | undefined
  readonly role: 'member' | 'manager' | undefined
  readonly history: 'none' | 'fetching' | 'done' | 'failed'
  readonly historyCount: number
}

export interface MemberFace {
  readonly card: BylineCard & { readonly id: string }
  readonly role: 'member' | 'manager'
}
