// What a comment is, its limits, how a thread is drawn, and the events of this room.
import type { Audience, ContentState } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, CommentId, ContentId } from '../../lib/id.ts'

declare module '../../core/events.ts' {
  interface Events {
    /** `again`: it was taken away and is back; nobody need be told of it a second time. */
    'comment.added': { commentId: CommentId; contentId: ContentId; activityIri?: string; again?: boolean }
    'comment.edited': { commentId: CommentId; activityIri?: string }
    'comment.deleted': CommentDeleted
  }
}

/** `byId` is the author, or the manager who took it away. */
export interface CommentDeleted {
  readonly commentId: CommentId
  readonly contentId: ContentId
  readonly iri: string
  readonly authorId: ActorId
  readonly byId: ActorId
  /** Of the item when it was said, where that is another now. */
  readonly audience?: Audience
  readonly activityIri?: string
}

/** Greatest length of a comment in characters; how deep answers are set in before they stand in one row. */
export const commentLimits = { body: 20_000, depth: 2, mentions: 50 } as const

/** A comment as pages and federation see it. */
export interface Comment {
  readonly id: CommentId
  readonly iri: string
  readonly contentId: ContentId
  readonly parentId: CommentId | null
  readonly host: string
  readonly local: boolean
  readonly authorId: ActorId
  readonly body: string | null
  /** Safe HTML; empty when it was deleted or taken away. */
  readonly html: string
  readonly state: ContentState
  readonly language: string
  readonly url: string
  readonly published: Instant
  readonly edited: Instant | null
  readonly deleted: Instant | null
  readonly likeCount: number
}

export interface CommentInput {
  readonly contentId: ContentId
  readonly parentId?: CommentId | null | undefined
  /** Markdown. Empty for what comes from elsewhere as HTML. */
  readonly body: string
  readonly language?: string | undefined
  readonly remote?: RemoteComment | undefined
}

/** What only a received comment has. */
export interface RemoteComment {
  readonly iri: string
  readonly url: string
  readonly html: string
  readonly published: Instant
  readonly edited?: Instant | null | undefined
  readonly language: string
  readonly mentions: readonly ActorId[]
  readonly activityIri?: string | undefined
}

/** A comment at its place in the drawn thread. */
export interface ThreadNode {
  readonly comment: Comment
  /** 0: under the item itself; at most `commentLimits.depth`. */
  readonly depth: number
  /** The comment it answers, when that does not stand right above it in the drawing. */
  readonly answers: Comment | undefined
  readonly replies: readonly ThreadNode[]
}

/**
 * Comments as a tree two levels deep: what answers something deeper stands flat at that depth, in order of time.
 * A comment whose parent is not among them stands at the top, as do comments in a circle.
 */
export function threadOf(comments: readonly Comment[]): readonly ThreadNode[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]))
  const children = new Map<CommentId | null, Comment[]>()
  for (const comment of comments) {
    const parentId = comment.parentId && byId.has(comment.parentId) ? comment.parentId : null
    children.set(parentId, [...(children.get(parentId) ?? []), comment])
  }
  const placed = new Set<CommentId>()

  function nodesBelow(parentId: CommentId | null, depth: number): ThreadNode[] {
    return (children.get(parentId) ?? []).map((comment) => {
      placed.add(comment.id)
      const deeper = depth < commentLimits.depth
      const replies = deeper ? nodesBelow(comment.id, depth + 1) : []
      return {
        comment,
        depth,
        answers: undefined,
        replies: [...replies, ...(depth === commentLimits.depth - 1 ? flatten(replies) : [])],
      }
    })
  }

  /** Everything below these, in order of time, at their depth. */
  function flatten(nodes: readonly ThreadNode[]): ThreadNode[] {
    const below: Comment[] = []
    const waiting = nodes.map((node) => node.comment.id)
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      for (const child of children.get(id) ?? []) {
        placed.add(child.id)
        below.push(child)
        waiting.push(child.id)
      }
    }
    return below
      .toSorted((a, b) => (a.published < b.published ? -1 : 1))
      .map((comment) => ({
        comment,
        depth: commentLimits.depth,
        answers: comment.parentId ? byId.get(comment.parentId) : undefined,
        replies: [],
      }))
  }

  const tree = nodesBelow(null, 0)
  const circular = comments.filter((comment) => !placed.has(comment.id))
  return [...tree, ...circular.map((comment) => ({ comment, depth: 0, answers: undefined, replies: [] }))]
}
