// Private talk between the two of a response: what is typed here and what arrives meet in these commands.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Invalid, NotFound, Refusal } from '../../../core/errors.ts'
import { NEW } from '../../../core/flow.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type ActorId, newId, type ResponseId } from '../../../lib/id.ts'
import { receivedWords, textOf } from '../../content/index.ts'
import { type Case, getCaseOf } from '../queries/case.ts'
import { type MessageId, responseLimits } from '../rules/response.ts'
import { sideOf } from '../visibility.ts'
import { takeStep } from './take-step.ts'

/** The move that the author's first message makes, where the flow has it. */
const TALK = 'talk'

/**
 * One of the two writes to the other. `response.messaged` follows; the author's first message is also the move `talk`.
 * @throws NotFound, Invalid, Conflict (the other plein did not hear of the response yet)
 */
export async function sendMessage(ctx: Ctx, id: string, source: string): Promise<MessageId> {
  const found = await getCaseOf(ctx, id)
  const side = sideOf(ctx.viewer, found)
  const authorId = actorOf(ctx.viewer)
  if (!side || !authorId || ctx.viewer.type !== 'person') throw new NotFound('response.notFound')
  if (source.trim() === '') throw new Invalid({ body: { code: 'field.required' } })
  if (source.length > responseLimits.message)
    throw new Invalid({ body: { code: 'field.tooLong', params: { max: responseLimits.message } } })
  if (found.response.iri === null || found.response.state === NEW) throw new Conflict('response.notHeardYet')
  const { html, body } = await textOf(ctx, source)
  const messageId = newId<'responseMessage'>()
  const iri = `${ctx.config.origin}/ap/messages/${messageId}`
  await keep(ctx, found, { id: messageId, iri, authorId, body, html, created: ctx.clock.now() })
  if (side === 'author') await talkMove(ctx, found, authorId)
  return messageId
}

export interface ReceivedMessage {
  readonly iri: string
  /** Markdown; null: HTML only. */
  readonly source: string | null
  readonly html: string
  readonly created: Instant
}

/** The other one wrote, from his own plein; twice is once. @throws NotFound when it is not his */
export async function receiveMessage(ctx: Ctx, id: ResponseId, message: ReceivedMessage): Promise<void> {
  const found = await getCaseOf(ctx, id)
  const authorId = actorOf(ctx.viewer)
  if (!authorId || (authorId !== found.author.id && authorId !== found.respondent.id))
    throw new NotFound('response.notFound')
  const { html } = receivedWords({ html: message.html, mentions: [] })
  const now = ctx.clock.now()
  const body = message.source && message.source.length <= responseLimits.message ? message.source : null
  const created = message.created < now ? message.created : now
  if (html.length > 10 * responseLimits.message) throw new Conflict('response.unreadable')
  await keep(ctx, found, { id: newId<'responseMessage'>(), iri: message.iri, authorId, body, html, created })
}

interface NewMessage {
  readonly id: MessageId
  readonly iri: string
  readonly authorId: ActorId
  readonly body: string | null
  readonly html: string
  readonly created: Instant
}

async function keep(ctx: Ctx, found: Case & { response: { id: ResponseId } }, message: NewMessage): Promise<void> {
  const { response, content } = found
  await ctx.transaction(async (tx, emit) => {
    const [{ count }] = (await tx
      .selectFrom('responseMessage')
      .select((eb) => [eb.fn.countAll().as('count')])
      .where('responseId', '=', response.id)
      .execute()) as [{ count: number | string | bigint }]
    if (Number(count) >= responseLimits.messages) throw new Conflict('response.tooManyMessages')
    const inserted = await tx
      .insertInto('responseMessage')
      .values({ ...message, responseId: response.id, read: null })
      .onConflict((conflict) => conflict.column('iri').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted) emit('response.messaged', { messageId: message.id }, content.id)
  })
}

/** Two who talk are in talks. When that move cannot be made now, the message stands all the same. */
async function talkMove(ctx: Ctx, found: Case, authorId: ActorId): Promise<void> {
  const { flow, content, respondent, response } = found
  if (!Object.hasOwn(flow.moves, TALK) || !response) return
  if (!flow.moves[TALK]?.from.includes(response.state)) return
  const of = { contentId: content.id, respondentId: respondent.id }
  try {
    await takeStep(ctx, { ...of, move: TALK, payload: {}, maker: 'author', actorId: authorId })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** What the other one wrote was seen by the viewer. */
export async function markMessagesRead(ctx: Ctx, id: ResponseId): Promise<void> {
  const viewerId = actorOf(ctx.viewer)
  if (!viewerId) return
  const unread = ctx.db
    .selectFrom('responseMessage')
    .select('id')
    .where('responseId', '=', id)
    .where('authorId', '!=', viewerId)
    .where('read', 'is', null)
  if (!(await unread.executeTakeFirst())) return
  const read = ctx.clock.now()
  await ctx.transaction((tx) =>
    tx
      .updateTable('responseMessage')
      .set({ read })
      .where('responseId', '=', id)
      .where('authorId', '!=', viewerId)
      .where('read', 'is', null)
      .execute(),
  )
}
