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

/**
 * comment, mention, found (a klus that one looked for) … are about an item; follow, request (wants to join), accepted,
 * invited about a person or group; moved about something between two people, with words and a path of its own.
 */
export type NotificationType =
  | 'comment'
  | 'mention'
  | 'reaction'
  | 'share'
  | 'post'
  | 'follow'
  | 'request'
  | 'accepted'
  | 'invited'
  | 'found'
  | 'moved'

/** One line in the list: everything new about one subject for one person since it was last read. */
export interface NotificationTable {
  id: Id<'notification'>
  personId: ActorId
  /** What it is about: the thread, or the group or person for follows. */
  contentId: ContentId | null
  subjectActorId: ActorId | null
  /** Of the page that it is about, when that is neither; then `words` (a text key) and `subject` say what happened. */
  path: string | null
  words: string | null
  subject: string | null
  /** What happened last. */
  type: NotificationType
  /** Who did it last. */
  actorId: ActorId
  count: number
  read: Instant | null
  /** When a mail about it was asked for; there is one until it is read. */
  mailed: Instant | null
  updated: Instant
}

/** Each event counts once per person, however often its listener runs. */
export interface NotificationCauseTable {
  personId: ActorId
  eventId: string
  /** The line in which it counts; null since that was read. */
  notificationId: Id<'notification'> | null
  type: NotificationType
}

export interface NotificationSettingTable {
  personId: ActorId
  /** Mail at once, or never. */
  mail: 'at-once' | 'never'
}
