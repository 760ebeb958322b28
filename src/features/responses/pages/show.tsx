// The page of one response, for the two whom it is between, and the lists of responses.
import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../../core/context.ts'
import { type FieldFaults, NotFound } from '../../../core/errors.ts'
import { NEW, type Side } from '../../../core/flow.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import type { ActorId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { page, pageInput, roomOf, signedIn } from '../../../web/kit.ts'
import { isWarned } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { ResponseList } from '../../../../views/responses/list.tsx'
import { MoveButton } from '../../../../views/responses/moves.tsx'
import { ResponsePage } from '../../../../views/responses/show.tsx'
import { listConsents, managedHere } from '../../consents/index.ts'
import { markPathRead } from '../../notifications/index.ts'
import { getAvailability } from '../../klussen/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import { findContent } from '../../content/index.ts'
import { agreementPath, askPath } from '../../consents/index.ts'
import { markMessagesRead } from '../commands/talk.ts'
import { type Case, getCaseOf } from '../queries/case.ts'
import { listOwnResponses, listResponsesToOwn } from '../queries/lists.ts'
import { listMessages } from '../queries/messages.ts'
import { type Offers, offersFor } from '../queries/offers.ts'
import { listSteps } from '../queries/rows.ts'
import type { Response, StepRefusal } from '../rules/response.ts'
import { sideOf } from '../visibility.ts'

const MAX_STEPS = 200

type OwnCase = Case & { readonly response: Response; readonly side: Side }

/** @throws NotFound when the viewer is neither of the two */
export async function ownCase(ctx: Ctx, id: string): Promise<OwnCase> {
  const found = await getCaseOf(ctx, id)
  const side = ctx.viewer.type === 'person' ? sideOf(ctx.viewer, found) : undefined
  if (!side || (side === 'author' && found.response.state === NEW)) throw new NotFound('response.notFound')
  return { ...found, side }
}

/** A message that could not be sent. */
export interface Unsent {
  readonly body: string
  readonly faults: FieldFaults
}

/** GET /responses/:id, and what one wrote there that could not be sent. */
export async function showResponse(request: PageRequest, unsent?: Unsent): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const found = await ownCase(ctx, request.params['id'] ?? '')
  const { flow, content, response, side, author, respondent } = found
  const path = `/responses/${response.id}`
  await markPathRead(ctx, path)
  await markMessagesRead(ctx, response.id)
  const [offers, steps, messages, cards] = await Promise.all([
    offersFor(ctx, found, side),
    listSteps(ctx.db, response.id, MAX_STEPS),
    listMessages(ctx.db, response.id),
    listCards(ctx.db, [author.id, respondent.id]),
  ])
  const people = { author: cardIn(cards, author.id), respondent: cardIn(cards, respondent.id) }
  const isVisible = (await findContent(ctx, content.id)) !== undefined
  const { details, drawn } = await drawDetails(request, found, { offers, people, path })
  const body = (
    <ResponsePage
      t={t}
      now={ctx.clock.now()}
      flow={{ name: flow.name, path: flow.path, ended: flow.ended }}
      response={{ path, state: response.state, side }}
      item={{ title: content.title, path: isVisible ? paths.item(content.id) : undefined }}
      author={people.author}
      respondent={people.respondent}
      moves={offers.moves.filter((move) => move.how !== 'within')}
      drawn={drawn}
      pending={offers.pending.map(shownPending)}
      plain={found.authority === 'nobody'}
      details={details}
      steps={steps.map(({ id, move, maker, made, outcome, refusal }) => ({ id, move, maker, made, outcome, refusal }))}
      messages={messages.map((message) => shownMessage(message, author.id))}
      writing={writingOf(response)}
      asksAvailability={await asksAvailability(ctx, found)}
      talk={formState(t, { body: unsent?.body }, unsent?.faults ?? {})}
      warned={isWarned(unsent?.faults ?? {})}
    />
  )
  const list = { label: t('responses.list.title'), href: side === 'author' ? '/responses?on=items' : '/responses' }
  return page(t('responses.show.title', { title: content.title }), body, {
    ...roomOf(request, content.kind, [list]),
    ...(unsent ? { status: 422 } : {}),
  })
}

function cardIn(cards: ReadonlyMap<ActorId, ActorCard>, id: ActorId): ActorCard {
  const card = cards.get(id)
  if (!card) throw new Error('a response without its two people')
  return card
}

/** What the kind draws of a response itself, and which moves stand there already. */
async function drawDetails(
  { ctx, t }: PageRequest,
  found: OwnCase,
  { offers, people, path }: { offers: Offers; people: { author: ActorCard; respondent: ActorCard }; path: string },
): Promise<{ readonly details: ComponentChildren; readonly drawn: readonly string[] }> {
  const { flow, content, response, side } = found
  const Own = ctx.kinds.get(content.kind).responseView
  if (!Own) return { details: null, drawn: [] }
  const now = ctx.clock.now()
  const drawn = new Set<string>()
  const details = Own({
    t,
    now,
    path,
    links: { askManager: askPath(response.id), agreement: agreementPath(response.id) },
    side,
    state: response.state,
    data: flow.visible(response.data, side, now) as unknown,
    subject: content.data,
    item: { title: content.title, path: paths.item(content.id) },
    ...people,
    managerAsked: await managerAsked(ctx, found),
    pending: offers.pending.map(shownPending),
    move(name: string, values: Readonly<Record<string, string>> = {}) {
      const offered = offers.moves.find((one) => one.name === name)
      if (!offered) return null
      drawn.add(name)
      return MoveButton({ t, flow: flow.name, base: path, move: offered, state: response.state, values })
    },
  })
  return { details, drawn: [...drawn] }
}

function shownPending({ move, payload, made }: Offers['pending'][number]) {
  return { move, payload, made }
}

function shownMessage(message: Awaited<ReturnType<typeof listMessages>>[number], author: ActorId) {
  const { id, authorId, html, created, outcome, refusal } = message
  return {
    id,
    html,
    created,
    outcome,
    refusal: refusal === null ? null : (JSON.parse(refusal) as StepRefusal),
    byAuthor: authorId === author,
  }
}

/** Only who works knows whom he asked. */
async function managerAsked(ctx: Ctx, found: OwnCase): Promise<string | undefined> {
  if (managedHere(found)?.side !== found.side) return undefined
  const [last] = await listConsents(ctx.db, found.response.id)
  return last?.state === 'asked' ? last.managerName : undefined
}

/** Who shows interest can be found for other items too, when he says that he is available. */
async function asksAvailability(ctx: Ctx, found: OwnCase): Promise<boolean> {
  const { flow, response, side, respondent } = found
  if (flow.turnsAway === undefined || side !== 'respondent') return false
  if (response.ended || flow.taking.includes(response.state)) return false
  return (await getAvailability(ctx.db, respondent.id)) === undefined
}

function writingOf({ iri, state, forgotten }: Response): 'open' | 'later' | 'over' {
  if (forgotten !== null) return 'over'
  return iri !== null && state !== NEW ? 'open' : 'later'
}

/** GET /responses (?on=items): one's own, or those on one's own items. */
export async function listResponses(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, query } = request
  signedIn(request)
  const onItems = query['on'] === 'items'
  const input = pageInput(request, 30)
  const found = await (onItems ? listResponsesToOwn(ctx, input) : listOwnResponses(ctx, input))
  const base = onItems ? '/responses?on=items&' : '/responses?'
  return page(
    t('responses.list.title'),
    <ResponseList
      t={t}
      now={ctx.clock.now()}
      onItems={onItems}
      lines={found.items}
      next={found.next && `${base}after=${found.next}`}
    />,
    roomOf(request, ctx.kinds.all.find(({ flow }) => flow !== undefined)?.name ?? ''),
  )
}
