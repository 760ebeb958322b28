// Who is told that a response went on: the other one, and whoever time or a plein decided for.
import type { Ctx, Tools } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import type { AnyFlow, Maker } from '../../core/flow.ts'
import { type Actor } from '../actors/index.ts'
import { notify } from '../notifications/index.ts'
import { talksAbout } from './commands/talk.ts'
import { type Case, getCaseOf } from './queries/case.ts'
import { findMessage } from './queries/messages.ts'
import type { Response } from './rules/response.ts'

/** The talk itself is told of. */
const quiet = new Set(['talk'])

export const whenMoved: Listener<'response.moved'> = async (ctx, event, tools) => {
  const { responseId, move, byMaker, before, after } = event.payload
  if (quiet.has(move)) return
  const found = await getCaseOf(ctx, responseId)
  const isEnd = endedBy(found, { before, after })
  const words = wordsOf(tools, found, move)
  for (const { person, by } of toldOf(found, { move, byMaker, isEnd }))
    await tell(ctx, event.id, { found, person, by, words, isEnd })
}

/** On the respondent's plein: what the others did, and what of his own was refused. */
export const whenHeard: Listener<'response.heard'> = async (ctx, event, tools) => {
  const { responseId, move, byMaker, refused, before, after } = event.payload
  if (move !== null && quiet.has(move)) return
  const found = await getCaseOf(ctx, responseId)
  const { respondent: person, author: by, flow } = found
  if (refused.length > 0) {
    await tell(ctx, event.id, { found, person, by, words: 'responses.told.refused' })
    return
  }
  const isEnd = endedBy(found, { before, after })
  if (byMaker === null && after === before) return
  if (byMaker === 'respondent' && !(isEnd && move !== null && !isWayOut(flow, move))) return
  const words = move === null ? 'responses.told.moved' : wordsOf(tools, found, move)
  await tell(ctx, event.id, { found, person, by, words, isEnd })
}

export const whenMessaged: Listener<'response.messaged'> = async (ctx, event) => {
  const message = await findMessage(ctx.db, event.payload.messageId)
  if (!message) return
  await talksAbout(ctx, message)
  const found = await getCaseOf(ctx, message.responseId)
  const { author, respondent } = found
  const [by, person] = message.authorId === author.id ? [author, respondent] : [respondent, author]
  await tell(ctx, event.id, { found, person, by, words: 'responses.told.wrote' })
}

/** Whoever wrote it must not think that it was read. */
export const whenMessageLost: Listener<'response.messageLost'> = async (ctx, event) => {
  const message = await findMessage(ctx.db, event.payload.messageId)
  if (!message) return
  const found = await getCaseOf(ctx, message.responseId)
  const { author, respondent } = found
  const [person, by] = message.authorId === author.id ? [author, respondent] : [respondent, author]
  await tell(ctx, event.id, { found, person, by, words: 'responses.told.lost' })
}

/** It stopped on the way; who has come to the last step has not. */
function endedBy({ flow }: Case, { before, after }: { before: string; after: string }): boolean {
  return flow.ended.includes(after) && before !== after && !flow.taking.includes(after)
}

/** Who makes it wants the end that it brings. */
function isWayOut(flow: AnyFlow, move: string): boolean {
  return Object.hasOwn(flow.moves, move) && flow.moves[move]?.offered === 'out'
}

/** People of this plein who are told: the one who did not do it; both, when time or a manager did. */
function toldOf(
  { author, respondent, flow }: Case,
  { move, byMaker, isEnd }: { move: string; byMaker: Maker; isEnd: boolean },
): readonly { person: Actor; by: Actor }[] {
  const toAuthor = { person: author, by: respondent }
  const toRespondent = { person: respondent, by: author }
  const both = [toAuthor, toRespondent]
  const all = { author: [toRespondent], respondent: [toAuthor], manager: both, clock: both } as const
  // His step came too late (the last place went to another): he must know too.
  const tooLate = byMaker === 'respondent' && isEnd && !isWayOut(flow, move)
  return tooLate ? both : all[byMaker]
}

/** With the reason, where it ended for one that has words. */
function wordsOf(tools: Tools, { flow, response }: Case & { response: Response }, move: string): string {
  const own = `${flow.name}.told.${move}`
  const why = flow.ended.includes(response.state) ? flow.because?.(response.data) : undefined
  const all = [...(why ? [`${own}.${why}`] : []), own]
  return all.find((key) => tools.texts.keys.has(key)) ?? 'responses.told.moved'
}

async function tell(
  ctx: Ctx,
  eventId: string,
  about: { found: Case & { response: Response }; person: Actor; by: Actor; words: string; isEnd?: boolean },
): Promise<void> {
  const { found, person, by, words, isEnd = false } = about
  if (person.local !== 1) return
  const own = { path: `/responses/${found.response.id}`, words, subject: found.content.title, isEnd }
  await notify(ctx, eventId, [{ personId: person.id, type: 'moved', actorId: by.id, own }])
}
