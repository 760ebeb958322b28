// Keeps the index of klussen in step with the items, and what was agreed in step with the responses.
import type { Listener } from '../../core/events.ts'
import { findContent, knownTo } from '../content/index.ts'
import { notify, type OwnNotice } from '../notifications/index.ts'
import { approvalOf } from './queries/approval.ts'
import { indexKlussen } from './commands/index-klus.ts'
import { indexWork } from './commands/index-work.ts'
import { endBusyWith } from './commands/moves.ts'

export const whenContentPublished: Listener<'content.published'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

export const whenContentJoinedStreams: Listener<'content.joinedStreams'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

export const whenContentEdited: Listener<'content.edited'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

export const whenContentDeleted: Listener<'content.deleted'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

/** The coordinators hear that a klus waits for them. */
export const whenReviewAsked: Listener<'klus.reviewAsked'> = async (ctx, event) => {
  const content = await findContent(knownTo(ctx), event.payload.contentId)
  if (content?.state !== 'draft') return
  const { on, coordinators } = await approvalOf(ctx.db)
  if (!on) return
  const path = `/klussen/review/${content.id}`
  const own: OwnNotice = { path, words: 'klussen.told.reviewAsked', subject: content.title }
  const others = coordinators.filter((personId) => personId !== content.authorId)
  const notices = others.map((personId) => ({ personId, type: 'moved' as const, actorId: content.authorId, own }))
  await notify(ctx, event.id, notices)
}

/** The author hears what the coordinator decided. */
export const whenReviewDecided: Listener<'klus.reviewDecided'> = async (ctx, event) => {
  const { contentId, byId, outcome } = event.payload
  const content = await findContent(knownTo(ctx), contentId)
  if (!content) return
  const path = outcome === 'approved' ? `/item/${contentId}` : `/klussen/new?item=${contentId}&step=4`
  const own: OwnNotice = { path, words: `klussen.told.${outcome}`, subject: content.title }
  await notify(ctx, event.id, [{ personId: content.authorId, type: 'moved', actorId: byId, own }])
}

/** The author hears that he need not wait any more. */
export const whenReviewDropped: Listener<'klus.reviewDropped'> = async (ctx, event) => {
  const content = await findContent(knownTo(ctx), event.payload.contentId)
  if (content?.state !== 'draft') return
  const path = `/klussen/new?item=${content.id}&step=4`
  const own: OwnNotice = { path, words: 'klussen.told.reviewDropped', subject: content.title }
  await notify(ctx, event.id, [{ personId: content.authorId, type: 'moved', actorId: content.authorId, own }])
}

/** The author hears that nobody can respond any more, and where he can give it another day. */
export const whenKlusExpired: Listener<'klus.expired'> = async (ctx, event) => {
  const content = await findContent(knownTo(ctx), event.payload.contentId)
  if (!content?.local) return
  const own: OwnNotice = { path: `/item/${content.id}`, words: 'klussen.told.expired', subject: content.title }
  await notify(ctx, event.id, [{ personId: content.authorId, type: 'moved', actorId: content.authorId, own }])
}

export const whenKlusCancelled: Listener<'klus.cancelled'> = (ctx, event) =>
  endBusyWith(ctx, event.payload.contentId, event.payload.words)

export const whenResponseMoved: Listener<'response.moved'> = (ctx, event) => indexWork(ctx, event.payload.responseId)

export const whenResponseHeard: Listener<'response.heard'> = (ctx, event) => indexWork(ctx, event.payload.responseId)
