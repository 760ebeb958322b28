// What is worth a notification and a mail, and the signed link that ends mail.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Instant, millisOf } from '../../lib/clock.ts'
import type { ActorId, ContentId, Id } from '../../lib/id.ts'
import type { NotificationType } from './tables.ts'

export type NotificationId = Id<'notification'>
export type MailSetting = 'at-once' | 'never'
export const mailSettings = ['at-once', 'never'] as const

/** Something that one person is told of. */
export interface Notice {
  readonly personId: ActorId
  readonly type: NotificationType
  /** Who did it. */
  readonly actorId: ActorId
  /** The thread it is about, or else the group or person. */
  readonly contentId?: ContentId
  readonly subjectActorId?: ActorId
  /** Something between two people: whoever is told has been checked to be one of them. */
  readonly own?: OwnNotice
}

export interface OwnNotice {
  /** Page that it is about: one line for each page. */
  readonly path: string
  /** Text key, with {name} and {subject}. */
  readonly words: string
  /** Title of what it is about. */
  readonly subject: string
  /** An end: mailed also when an earlier line about the same is not read yet. */
  readonly isEnd?: boolean
  /** He gets a mail of its own about it: this line needs none. */
  readonly isMailedApart?: boolean
}

/** A new post in a group is no reason for mail; what concerns oneself is. */
export function deservesMail(type: NotificationType): boolean {
  return type !== 'post'
}

const NEWS_MILLIS = 3 * 24 * 60 * 60 * 1000

/** Fetched history is no news: older than three days when it came in, nobody is told of it. */
export function isNews(published: Instant, occurred: Instant): boolean {
  return millisOf(occurred) - millisOf(published) < NEWS_MILLIS
}

/** Proof that the link was in a mail to that person (HMAC-SHA-256, base64url). */
export function unsubscribeKey(secretKey: string, personId: string): string {
  return createHmac('sha256', secretKey).update(`unsubscribe ${personId}`).digest('base64url')
}

/** Compared in constant time. */
export function isUnsubscribeKey(secretKey: string, personId: string, key: string): boolean {
  const [own, given] = [Buffer.from(unsubscribeKey(secretKey, personId)), Buffer.from(key)]
  return own.length === given.length && timingSafeEqual(own, given)
}

/** Path of the page that ends mail, without signing in. */
export function unsubscribePath(secretKey: string, personId: string): string {
  return `/notifications/unsubscribe?person=${personId}&key=${unsubscribeKey(secretKey, personId)}`
}

/** Name of the work that sends a mail. */
export const MAIL_JOB = 'notification.mail'
