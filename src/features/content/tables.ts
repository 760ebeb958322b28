// The spine: what all content shares, whatever its kind.
import type { ColumnType } from 'kysely'
import type { Audience, ContentState } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, ContentId, Id } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    content: ContentTable
    contentFacet: ContentFacetTable
    revision: RevisionTable
    tag: TagTable
    mention: MentionTable
    pin: PinTable
  }
}

type Moment = ColumnType<Instant | null, Instant | null | undefined, Instant | null>

export interface ContentTable {
  id: ContentId
  iri: string
  kind: string
  host: string
  local: 0 | 1
  authorId: ActorId
  groupId: ActorId | null
  title: string
  /** Markdown; null when it came as HTML only. */
  body: string | null
  /** Safe HTML. */
  html: string
  /** Plain text, 500 characters at most. */
  summary: string
  audience: Audience
  state: ContentState
  language: string
  /** JSON by the kind's schema. SQL never looks inside. */
  data: string
  contextIri: string
  url: string
  published: Instant
  edited: Instant | null
  deleted: Instant | null
  /** When what it said about people was removed; its author is the plein since. */
  anonymised: Moment
  /** When what had been sent of it was removed too. */
  unsaid: Moment
  /** Recounted by listeners. */
  commentCount: number
  likeCount: number
  lastActivity: Instant
  /** 1: it is here only because somebody asked for it by its address, and stands in no stream. */
  lookedUp: ColumnType<0 | 1, 0 | 1 | undefined, 0 | 1>
}

export interface ContentFacetTable {
  contentId: ContentId
  name: string
  text: string | null
  number: number | null
}

/** Earlier versions of content and comments. */
export interface RevisionTable {
  id: Id<'revision'>
  subjectId: string
  title: string
  body: string | null
  html: string
  editorId: ActorId
  created: Instant
}

export interface TagTable {
  contentId: ContentId
  /** Lower case, without #. */
  tag: string
  /** As typed. */
  label: string
  /** Of the item; kept here so that a tag's page is read in order from one index. */
  published: Instant
}

/** Who is named in a content or comment. */
export interface MentionTable {
  subjectId: string
  actorId: ActorId
}

/** Vastgezet: shown on top of the group, its `featured` collection. */
export interface PinTable {
  groupId: ActorId
  contentId: ContentId
  created: Instant
}
