// Meldingen: one per person and thread, with a count.
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, ContentId, Id } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    notification: NotificationTable
    notificationCause: NotificationCauseTable
    notificationSetting: NotificationSettingTable
  }
}

/** One line in the list: everything new about one subject for one person, until it is read. */
export interface NotificationTable {
  id: Id<'notification'>
  personId: ActorId
  /** What it is about: the thread, or the group or person for follows. */
  contentId: ContentId | null
  subjectActorId: ActorId | null
  type: 'comment' | 'mention' | 'reaction' | 'follow' | 'post'
  /** Who did it last. */
  actorId: ActorId
  count: number
  read: Instant | null
  updated: Instant
}

/** Each event counts once per person, however often its listener runs. */
export interface NotificationCauseTable {
  personId: ActorId
  eventId: string
}

export interface NotificationSettingTable {
  personId: ActorId
  /** Mail at once, or never. */
  mail: 'at-once' | 'never'
}
