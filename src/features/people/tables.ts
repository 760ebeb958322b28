// What a person tells of himself beside the actor.
import type { ActorId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    person: PersonTable
    personTopic: PersonTopicTable
  }
}

export interface PersonTable {
  actorId: ActorId
  /** Function ("beleidsadviseur water"). */
  jobTitle: string
  /** Afdeling, team. */
  unit: string
  /** Lower-case name, function and unit, for search by a part of a word. */
  searchText: string
}

export interface PersonTopicTable {
  actorId: ActorId
  /** Lower case. */
  topic: string
}
