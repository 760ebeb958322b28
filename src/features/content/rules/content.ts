// What content is, whatever its kind: limits, what a draft holds, who may be addressed, and the events of this room.
import type { Audience, GroupAccess } from '../../../core/access.ts'
import { audiences } from '../../../core/access.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ContentId, MediaId } from '../../../lib/id.ts'

declare module '../../../core/events.ts' {
  interface Events {
    /** `again`: it was hidden and is back; nobody need be told of it a second time. */
    'content.published': { contentId: ContentId; activityIri?: string; again?: boolean }
    /** Somebody had looked it up; now it concerns people here. */
    'content.joinedStreams': { contentId: ContentId }
    'content.edited': { contentId: ContentId; activityIri?: string }
    'content.deleted': ContentDeleted
    'content.pinned': ContentPinned
    'content.unpinned': ContentPinned
    'content.noteSaid': ContentNoteSaid
    /** What it said about people is gone here; everybody who got it is told that it is gone. */
    'content.anonymised': ContentAnonymised
    /** Some time after that: what was sent of it goes too. */
    'content.unsaid': { contentId: ContentId; iri: string }
  }
}

/** `byId` is the author, or the manager who took it away. */
export interface ContentDeleted {
  readonly contentId: ContentId
  readonly iri: string
  readonly authorId: ActorId
  readonly groupId: ActorId | null
  readonly byId: ActorId
  readonly activityIri?: string
}

/** As it was before. */
export interface ContentAnonymised {
  readonly contentId: ContentId
  readonly authorId: ActorId
  readonly audience: Audience
}

/** Its author's plein said something of the note beside an item that lives there. */
export interface ContentNoteSaid {
  readonly contentId: ContentId
  readonly type: 'Update' | 'Delete'
  readonly activityIri: string
}

export interface ContentPinned {
  readonly contentId: ContentId
  readonly groupId: ActorId
  readonly byId: ActorId
  readonly activityIri?: string
}

/** Greatest lengths, in characters; `tags` and `images` are numbers of pieces. */
export const limits = { title: 200, body: 100_000, tag: 60, tags: 20, mentions: 50, images: 8, pinned: 10 } as const

/** What somebody asks to be written, from the web, the command line or elsewhere. */
export interface ContentInput {
  readonly kind: string
  readonly groupId?: ActorId | null | undefined
  readonly title?: string | undefined
  /** Markdown. Empty for what comes from elsewhere as HTML. */
  readonly body: string
  readonly audience: Audience
  readonly language?: string | undefined
  /** By the kind's schema. */
  readonly data?: unknown
  /** Besides the #hashtags in the text. */
  readonly tags?: readonly string[] | undefined
  /** Uploaded pictures, in order. */
  readonly mediaIds?: readonly MediaId[] | undefined
  readonly state?: 'draft' | 'published' | undefined
  readonly remote?: RemoteContent | undefined
}

/** What only a received item has: its ids are its own, its HTML is already made (and cleaned again here). */
export interface RemoteContent {
  readonly iri: string
  readonly url: string
  readonly contextIri: string
  /** As received; cleaned by the command. */
  readonly html: string
  /** Plain text or HTML; made from the text when it has none. */
  readonly summary?: string | undefined
  readonly published: Instant
  readonly edited?: Instant | null | undefined
  readonly language: string
  readonly tags: readonly string[]
  readonly mentions: readonly ActorId[]
  readonly activityIri?: string | undefined
  readonly images?: readonly RemoteImage[] | undefined
  /** It concerns nobody here: it came because somebody asked for it by its address. */
  readonly lookedUp?: boolean | undefined
}

export interface RemoteImage {
  readonly url: string
  readonly alt: string
  readonly mimeType: string
}

/** Which audiences one may choose: a closed or hidden group's content never leaves the group. */
export function audiencesFor(groupAccess: GroupAccess | undefined): readonly Audience[] {
  if (groupAccess === undefined) return audiences.filter((audience) => audience !== 'group')
  return groupAccess === 'open' ? audiences : ['group', 'private']
}

/** Among whom a new item starts, when its kind says nothing. */
export function usualAudience(groupAccess: GroupAccess | undefined): Audience {
  return groupAccess === undefined ? 'network' : groupAccess === 'open' ? 'public' : 'group'
}

/** A tag as it is compared: without #, lower case. */
export function normaliseTag(label: string): string {
  return label.trim().replace(/^#+/, '').normalize('NFC').toLowerCase()
}

/** Labels from a text field: divided by commas, spaces or #. */
export function splitTags(text: string): string[] {
  return text.split(/[\s,;#]+/).filter((label) => label !== '')
}

/** Tag → label, without doubles, empty or overlong ones, at most `limits.tags`. */
export function tagsFrom(labels: readonly string[]): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const label of labels) {
    const tag = normaliseTag(label)
    if (tag === '' || tag.length > limits.tag || tags.has(tag) || tags.size >= limits.tags) continue
    tags.set(tag, label.trim().replace(/^#+/, ''))
  }
  return tags
}
