// What a group is beside its actor; members are rows of `follow`.
import type { Generated } from 'kysely'
import type { GroupAccess } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    group: GroupTable
    groupStanding: GroupStandingTable
  }
}

export interface GroupTable {
  actorId: ActorId
  access: GroupAccess
  /** Only managers may start threads. */
  restricted: 0 | 1
  /** Lower-case name and about text, for search by a part of a word. */
  searchText: string
  /** Recounted by listeners, never added to. */
  memberCount: number
  /** From how many pleinen those members come that are known here; counted with them. */
  organisationCount: Generated<number>
  lastActivity: Instant
  /** Remote groups: how far fetching the history has come. */
  history: 'none' | 'fetching' | 'done' | 'failed'
  historyCount: number
}

/** Somebody who is no member: invited by a manager, or kept out by one. */
export interface GroupStandingTable {
  groupId: ActorId
  personId: ActorId
  standing: 'invited' | 'blocked'
  /** The manager; the group itself when it was done on the command line. */
  byId: ActorId
  created: Instant
}
