// Private talk between the two of a response: what is typed here and what arrives meet in these commands.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import { Conflict, Invalid, NotFound, Refusal } from '../../../core/errors.ts'
import { NEW } from '../../../core/flow.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import { newId, type ResponseId } from '../../../lib/id.ts'
import { receivedWords, textOf } from '../../content/index.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Case, getCaseOf, isPlain } from '../queries/case.ts'
import type { Message } from '../queries/messages.ts'
import { type MessageId, pauseAfter, responseLimits } from '../rules/response.ts'
import { sideOf } from '../visibility.ts'
import { takeStep } from './take-step.ts'

/** The move that the author's first message makes, where the flow has it. */
const TALK = 'talk'

/**
 * One of the two writes to the other. `response.messaged` follows; the author's first message is also the move `talk`.
 * @throws NotFound, Invalid, Conflict (the other plein did not hear of the response yet, it is forgotten, he wrote enough)
 */
export async function sendMessage(ctx: Ctx, id: string, source: string): Promise<MessageId> {
  const found = await getCaseOf(ctx, id)
  const side = sideOf(ctx.viewer, found)
  const authorId = actorOf(ctx.viewer)
  if (!side || !authorId || ctx.viewer.type !== 'person') throw new NotFound('response.notFound')
  if (source.trim() === '') throw new Invalid({ body: { code: 'field.required' } })
  if (source.length > responseLimits.message)
    throw new Invalid({ body: { code: 'field.tooLong', params: { max: responseLimits.message } } })
  if (found.response.forgotten !== null) throw new Conflict('response.forgotten')
  if (found.response.iri === null || found.response.state === NEW) throw new Conflict('response.notHeardYet')
  const { html, body } = await textOf(ctx, source)
  const messageId = newId<'responseMessage'>()
  const iri = `${ctx.config.origin}/ap/messages/${messageId}`
  const message = { id: messageId, iri, authorId, body, html, created: ctx.clock.now() }
  const isSent = [found.author, found.respondent].some((party) => party.local !== 1) && !isPlain(found)
  const sending = isSent ? ({ outcome: 'pending', tries: 1, sendAgain: ctx.clock.in(pauseAfter(1)) } as const) : here
  await ctx.transaction(async (tx, emit) => {
    await keep({ tx, emit }, found, { ...message, ...sending })
  })
  await talkMove(ctx, found, message)
  return messageId
}

/** The move that comes with a message, if it was not made yet: whoever wrote it may have been cut off. Repeatable. */
export async function talksAbout(ctx: Ctx, message: Message): Promise<void> {
  await talkMove(ctx, await getCaseOf(ctx, message.responseId), message)
}

export interface ReceivedMessage {
  readonly iri: string
  /** Markdown; null: HTML only. */
  readonly source: string | null
  readonly html: string
  readonly created: Instant
}

/**
 * The other one wrote, from his own plein; twice is once. `response.messageAnswered` follows, with the reason when it is
 * not taken.
 * @throws NotFound when it is not his
 */
export async function receiveMessage(ctx: Ctx, id: ResponseId, message: ReceivedMessage): Promise<void> {
  const found = await getCaseOf(ctx, id)
  const authorId = actorOf(ctx.viewer)
  if (!authorId || (authorId !== found.author.id && authorId !== found.respondent.id))
    throw new NotFound('response.notFound')
  const { iri } = message
  try {
    const given = { ...readable(ctx, message), id: newId<'responseMessage'>(), iri, authorId, ...here }
    await ctx.transaction(async (tx, emit) => {
      if (await keep({ tx, emit }, found, given))
        emit('response.messageAnswered', { responseId: id, iri, refusal: null }, found.content.id)
    })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const { code, params } = error
    ctx.log.info('a message from elsewhere was not taken', { response: id, code })
    await ctx.transaction(async (_, emit) => {
      emit('response.messageAnswered', { responseId: id, iri, refusal: { code, params } }, found.content.id)
    })
  }
}

/** @throws Conflict when it is too large */
function readable(ctx: Ctx, message: ReceivedMessage): Pick<NewMessage, 'body' | 'html' | 'created'> {
  const { html } = receivedWords({ html: message.html, mentions: [] })
  if (html.length > 10 * responseLimits.message) throw new Conflict('response.unreadable')
  const now = ctx.clock.now()
  const body = message.source && message.source.length <= responseLimits.message ? message.source : null
  return { body, html, created: message.created < now ? message.created : now }
}

type NewMessage = Omit<Message, 'responseId' | 'read' | 'refusal'>
/** Nothing is waited for. */
const here = { outcome: 'done', tries: 0, sendAgain: null } as const

/**
 * @returns false when something else has that name
 * @throws Conflict when the talk was removed, or he wrote as much as fits
 */
async function keep(
  { tx, emit }: { readonly tx: Tx; readonly emit: Emit },
  { response, content }: Case & { response: { id: ResponseId } },
  message: NewMessage,
): Promise<boolean> {
  await holdTalk(tx, response.id)
  const of = { responseId: response.id, authorId: message.authorId }
  const known = await tx
    .selectFrom('responseMessage')
    .select(['responseId', 'authorId'])
    .where('iri', '=', message.iri)
    .executeTakeFirst()
  if (known) return known.responseId === of.responseId && known.authorId === of.authorId
  const { count } = await tx
    .selectFrom('responseMessage')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('responseId', '=', of.responseId)
    .where('authorId', '=', of.authorId)
    .executeTakeFirstOrThrow()
  const most = responseLimits.messagesEach
  if (Number(count) >= most) throw new Conflict('response.tooManyMessages', { most })
  await tx
    .insertInto('responseMessage')
    .values({ ...message, ...of, read: null, refusal: null })
    .execute()
  emit('response.messaged', { messageId: message.id }, content.id)
  return true
}

/** Nobody else writes in it, or removes it, until the end of this transaction. @throws Conflict when it was removed */
async function holdTalk(tx: Tx, id: ResponseId): Promise<void> {
  const held = await tx
    .updateTable('response')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .where('forgotten', 'is', null)
    .executeTakeFirst()
  if (held.numUpdatedRows !== 1n) throw new Conflict('response.forgotten')
}

/**
 * Two who talk are in talks, once the author of an item of this plein wrote. When that move cannot be made now, the
 * message stands all the same.
 */
async function talkMove(ctx: Ctx, found: Case, message: Pick<Message, 'authorId' | 'created'>): Promise<void> {
  const { flow, content, author, respondent, response, authority } = found
  if (authority !== 'here' || message.authorId !== author.id || !response) return
  if (!Object.hasOwn(flow.moves, TALK) || !flow.moves[TALK]?.from.includes(response.state)) return
  // It was about how things stood then.
  if (response.moved > message.created) return
  const of = { contentId: content.id, respondentId: respondent.id }
  try {
    await takeStep(ctx, { ...of, move: TALK, payload: {}, maker: 'author', actorId: author.id })
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
