// One of the two makes a move, from a page or another room: decided here, or asked of the item's plein.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound, Refusal, Unauthenticated } from '../../../core/errors.ts'
import { type Maker, NEW, type Side } from '../../../core/flow.ts'
import { actorOf, personOf } from '../../../core/viewer.ts'
import type { ActorId, ContentId, ResponseId } from '../../../lib/id.ts'
import { getContent } from '../../content/index.ts'
import { type Case, getCase, getCaseOf } from '../queries/case.ts'
import { managerSide } from '../rules/advance.ts'
import { sideOf } from '../visibility.ts'
import { askStep } from './ask-step.ts'
import { takeStep } from './take-step.ts'

export interface MoveInput {
  readonly move: string
  /** By the move's schema. */
  readonly payload: unknown
}

/**
 * Begins a response: the viewer responds, or invites somebody. Also goes on with one that is there (apply again).
 * @param of.respondentId default: the viewer himself
 * @throws NotFound, Forbidden, Conflict, Invalid, and what the flow throws
 */
export async function beginResponse(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId?: ActorId | undefined },
  input: MoveInput,
): Promise<ResponseId> {
  const viewerId = actorOf(ctx.viewer)
  if (ctx.viewer.type !== 'person' || !viewerId) throw new Unauthenticated()
  const respondentId = of.respondentId ?? viewerId
  const found = await getCase(ctx, { contentId: of.contentId, respondentId })
  if (!found.response || found.response.state === NEW) {
    const content = await getContent(ctx, of.contentId)
    if (content.state !== 'published') throw new NotFound('content.notFound')
  }
  if (found.author.id === respondentId) throw new Forbidden('response.ownItem')
  return move(ctx, found, input)
}

/** @throws NotFound when it is not the viewer's, and as beginResponse */
export async function makeMove(ctx: Ctx, id: string, input: MoveInput): Promise<ResponseId> {
  personOf(ctx.viewer)
  return move(ctx, await getCaseOf(ctx, id), input)
}

/**
 * The manager of one of the two decides: the caller has seen to it that it is he, and that it is this plein's affair.
 * @throws NotFound when that side does not live here, and as makeMove
 */
export async function decideAsManager(ctx: Ctx, id: string, input: MoveInput): Promise<ResponseId> {
  const found = await getCaseOf(ctx, id)
  const side = managerSide(found.flow, input.move, found.content.data)
  const party = side && found[side]
  if (party?.local !== 1) throw new NotFound('response.notFound')
  return hand(ctx, found, { ...input, maker: 'manager', actorId: null })
}

async function move(ctx: Ctx, found: Case, input: MoveInput): Promise<ResponseId> {
  const side: Side | undefined = sideOf(ctx.viewer, found)
  if (!side) throw new NotFound('response.notFound')
  return hand(ctx, found, { ...input, maker: side, actorId: actorOf(ctx.viewer) ?? null })
}

async function hand(
  ctx: Ctx,
  found: Case,
  input: MoveInput & { maker: Maker; actorId: ActorId | null },
): Promise<ResponseId> {
  const step = { ...input, contentId: found.content.id, respondentId: found.respondent.id }
  if (found.authority !== 'here') return askStep(ctx, step)
  const { responseId } = await takeStep(ctx, step)
  if (!responseId) throw new Error('a step that was taken here belongs to no response')
  return responseId
}

/** Most responses that one item is ended for at once. */
const AT_ONCE = 200

/**
 * The author ends what still goes on about his item: for each response the first of these moves that can be made now.
 * Repeatable. @returns how many were ended
 */
export async function endAll(ctx: Ctx, contentId: ContentId, moves: readonly MoveInput[]): Promise<number> {
  let ended = 0
  for (let after: string = ''; ;) {
    const rows = await ctx.db
      .selectFrom('response')
      .select(['id', 'respondentId'])
      .where('contentId', '=', contentId)
      .where('ended', '=', 0)
      .where('state', '!=', NEW)
      .where('id', '>', after as ResponseId)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) if (await endOne(ctx, { contentId, respondentId: row.respondentId }, moves)) ended++
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return ended
    after = last.id
  }
}

async function endOne(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId: ActorId },
  moves: readonly MoveInput[],
): Promise<boolean> {
  const { author } = await getCase(ctx, of)
  for (const input of moves) {
    try {
      await takeStep(ctx, { ...of, ...input, maker: 'author', actorId: author.id })
      return true
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return false
}
