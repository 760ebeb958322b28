// A comment as an AS2 Note, and whom it is addressed to.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import type { ActorId } from '../../../lib/id.ts'
import { findActors } from '../../actors/index.ts'
import {
  addressing,
  forElsewhere,
  interactionPolicy,
  livingActors,
  mentionsIn,
  mentionTags,
  type Place,
  placeOf,
} from '../../content/index.ts'
import { findComment } from '../queries.ts'
import type { Comment } from '../rules.ts'

/** Where a comment stands: everything that addressing and distribution ask. */
export interface Spot {
  readonly comment: Comment
  readonly content: Content
  readonly place: Place
  readonly parent: Comment | undefined
  /** Authors of the item and of the comment it answers, and who is named. */
  readonly concerned: readonly ActorId[]
}

/** Looks up what addressing and distribution of a comment ask. */
export async function spotOf(ctx: Ctx, comment: Comment, content: Content): Promise<Spot> {
  const place = await placeOf(ctx, { authorId: comment.authorId, groupId: content.groupId, audience: content.audience })
  const parent = comment.parentId ? await findComment(ctx.db, comment.parentId) : undefined
  const named = await mentionsIn(ctx.db, comment.id)
  const all = new Set([content.authorId, ...(parent ? [parent.authorId] : []), ...named])
  all.delete(comment.authorId)
  return { comment, content, place, parent, concerned: [...all] }
}

/** The whole object; the caller has checked that it may be seen. */
export async function noteOf(ctx: Ctx, spot: Spot): Promise<JsonObject & { readonly type: string }> {
  const { comment, content, place, parent } = spot
  const people = await livingActors(ctx, spot.concerned)
  const html = forElsewhere(comment.html, people, ctx.config.origin)
  return {
    id: comment.iri,
    type: 'Note',
    attributedTo: place.author.iri,
    inReplyTo: parent && parent.state === 'published' ? parent.iri : content.iri,
    ...(await addressed(ctx, spot)),
    ...(place.group ? { audience: place.group.iri } : {}),
    ...(content.audience === 'network' || content.audience === 'group' ? { 'dwv:audience': content.audience } : {}),
    context: content.contextIri,
    replies: `${comment.iri}/replies`,
    content: html,
    contentMap: { [comment.language]: html },
    mediaType: 'text/html',
    ...(comment.body === null ? {} : { source: { content: comment.body, mediaType: 'text/markdown' } }),
    url: comment.url,
    published: comment.published,
    ...(comment.edited ? { updated: comment.edited } : {}),
    sensitive: false,
    attachment: [],
    tag: mentionTags(place, people),
    interactionPolicy: interactionPolicy(place),
  }
}

/** `to` and `cc` of a comment and of what is said about it. */
export async function addressed(ctx: Ctx, { place, concerned }: Spot) {
  const people = (await findActors(ctx.db, concerned)).filter((actor) => !actor.gone)
  return addressing(
    place,
    people.map((actor) => actor.iri),
  )
}
