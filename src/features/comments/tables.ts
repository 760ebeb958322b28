// Comments under content, in threads.
import type { ContentState } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, CommentId, ContentId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    comment: CommentTable
  }
}

export interface CommentTable {
  id: CommentId
  iri: string
  contentId: ContentId
  parentId: CommentId | null
  host: string
  local: 0 | 1
  authorId: ActorId
  body: string | null
  /** Safe HTML. */
  html: string
  state: ContentState
  language: string
  url: string
  published: Instant
  edited: Instant | null
  deleted: Instant | null
  likeCount: number
}
