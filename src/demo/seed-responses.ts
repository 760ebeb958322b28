// What happens between who placed a klus and who responded: each on the own plein, the managers too.
import type { Ctx } from '../core/context.ts'
import type { ResponseId } from '../lib/id.ts'
import { askManager, decideConsent, listConsents } from '../features/consents/index.ts'
import { findContentByIri, knownTo } from '../features/content/index.ts'
import { beginResponse, type Case, getCase, makeMove, offersFor, sendMessage } from '../features/responses/index.ts'
import { emailOf } from './pleinen.ts'
import type { KlusStory, Part, ResponseStep, ResponseStory } from './story.ts'
import type { Town } from './town.ts'

export interface PlacedKlus {
  readonly story: KlusStory
  /** Empty until it is placed. */
  iri: string
}

/** After each step the network gets the time to bring it to the other. */
export async function takeStep(
  town: Town,
  klus: PlacedKlus,
  { response, step }: { response: ResponseStory; step: ResponseStep },
): Promise<void> {
  await town.settle()
  const who = (part: Part) => (part === 'author' ? klus.story.author : response.with)
  const ctx = await town.ctxOf(who(step.by))
  const content = await findContentByIri(knownTo(ctx), klus.iri)
  if (!content) throw new Error(`${who(step.by)} does not know ${klus.story.title}`)
  const respondentId = await town.actorOn(town.homeOf(who(step.by)).name, response.with)
  const found = await getCase(ctx, { contentId: content.id, respondentId })
  try {
    if ('move' in step) await makesMove(ctx, found, step)
    else if (found.response) await goOn(town, ctx, { id: found.response.id, step })
    else throw new Error('a response begins with a move')
  } catch (cause) {
    const at = `${klus.story.title} (${found.response?.state ?? 'new'})`
    throw new Error(`${who(step.by)} cannot do this in ${at}: ${JSON.stringify(step)}`, { cause })
  }
  await town.settle()
}

type Move = Extract<ResponseStep, { readonly move: string }>

async function makesMove(ctx: Ctx, found: Case, { by, move, payload }: Move): Promise<void> {
  const { moves } = await offersFor(ctx, found, by === 'author' ? 'author' : 'respondent')
  const initial = moves.find(({ name }) => name === move)?.initial
  const input = { move, payload: { ...initial, ...payload } }
  if (found.response) await makeMove(ctx, found.response.id, input)
  else await beginResponse(ctx, { contentId: found.content.id }, input)
}

async function goOn(
  town: Town,
  ctx: Ctx,
  { id, step }: { id: ResponseId; step: Exclude<ResponseStep, Move> },
): Promise<void> {
  if ('says' in step) {
    await sendMessage(ctx, id, step.says)
  } else if ('asks' in step) {
    const home = town.homeOf(step.asks)
    const manager = home.people.find(({ handle }) => handle === step.asks)
    if (!manager) throw new Error(`nobody in the story is called ${step.asks}`)
    await askManager(ctx, id, { name: manager.name, email: emailOf(manager, home) })
  } else {
    const [asked] = await listConsents(ctx.db, id)
    if (!asked) throw new Error('no manager was asked')
    const manager = await town.ctxOf(asked.managerEmail.split('@')[0] ?? '')
    await decideConsent(manager, asked.id, { answer: step.manager, words: step.words ?? '' })
  }
}
