// What the page of an item shows of its responses, for who looks: his own, all of them (its author), or how to begin.
import type { Ctx } from '../../../core/context.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { type AnyFlow, NEW, type Side } from '../../../core/flow.ts'
import type { ResponseId } from '../../../lib/id.ts'
import type { Agreed, Content } from '../../../core/kind.ts'
import { type Case, getCase } from './case.ts'
import { listResponsesTo, type ResponseLine } from './lists.ts'
import { type OfferedMove, offersFor } from './offers.ts'
import { countStates, findRows, responseFrom } from './rows.ts'
import type { Response } from '../rules/response.ts'
import { tallyOf } from '../rules/advance.ts'
import { moveOf } from '../rules/steps.ts'

export interface Panel {
  readonly flow: string
  readonly path: readonly string[]
  readonly ended: readonly string[]
  /** Of the viewer's own response. */
  readonly mine:
    | {
        readonly id: ResponseId
        readonly state: string
        readonly moves: readonly OfferedMove[]
        readonly waits: boolean
      }
    | undefined
  /** What holds a place: the viewer's own, or for the author those to his item. */
  readonly agreements: readonly Agreed[]
  /** He can show interest now. */
  readonly mayRespond: boolean
  /** Moves with which the viewer can begin. */
  readonly begin: readonly OfferedMove[]
  /** Text key of why nobody can begin now. */
  readonly closed: { readonly code: string; readonly params: Readonly<Record<string, string | number>> } | undefined
  readonly guest: boolean
  /** For the author. */
  readonly responses: readonly ResponseLine[] | undefined
  /** For the author: how many can be told that it goes on without them, and whether all places are taken. */
  readonly refusable: { readonly count: number; readonly full: boolean } | undefined
}

const MAX_LINES = 50

/** Undefined: nobody responds to such an item. */
export async function panelFor(ctx: Ctx, content: Content): Promise<Panel | undefined> {
  const flow = ctx.kinds.find(content.kind)?.flow
  if (!flow || content.state !== 'published') return undefined
  const { name, path, ended } = flow
  const none = {
    mine: undefined,
    begin: [],
    responses: undefined,
    refusable: undefined,
    agreements: [],
    mayRespond: false,
  }
  const nothing = { flow: name, path, ended, ...none }
  const { viewer } = ctx
  const closed = whyClosed(() => flow.open(content.data, ctx.clock.now()))
  if (viewer.type !== 'person') return { ...nothing, guest: true, closed }
  if (viewer.personId === content.authorId) {
    const [responses, counts] = await Promise.all([
      listResponsesTo(ctx, content, MAX_LINES),
      countStates(ctx.db, content.id),
    ])
    const agreements = await agreementsWith(ctx, flow, responses)
    return { ...nothing, guest: false, closed, responses, refusable: refusableOf(flow, content, counts), agreements }
  }
  const found = await caseOf(ctx, { contentId: content.id, respondentId: viewer.personId })
  if (!found) return undefined
  const { moves, pending } = await offersFor(ctx, found, 'respondent')
  const { response } = found
  const mayRespond = moves.some(({ name: move }) => move === flow.wire.moves.Offer)
  if (!response) return { ...nothing, guest: false, closed, begin: moves, mayRespond }
  const waits = pending.length > 0
  // Before the other plein answered there is nothing but what waits; when that was refused, one may begin again.
  if (response.state === NEW && !waits) return { ...nothing, guest: false, closed, begin: moves, mayRespond }
  const { id, state } = response
  const agreements = flow.taking.includes(state)
    ? [{ other: undefined, data: known(ctx, flow, response, 'respondent') }]
    : []
  return { ...nothing, guest: false, closed, mine: { id, state, moves, waits }, agreements, mayRespond }
}

function known(ctx: Ctx, flow: AnyFlow, { data }: Pick<Response, 'data'>, side: Side): unknown {
  return flow.visible(data, side, ctx.clock.now())
}

/** For the author, of those that he reads about. */
async function agreementsWith(ctx: Ctx, flow: AnyFlow, lines: readonly ResponseLine[]): Promise<readonly Agreed[]> {
  const agreed = lines.filter(({ state }) => flow.taking.includes(state))
  const rows = await findRows(
    ctx.db,
    agreed.map(({ id }) => id),
  )
  const byId = new Map(rows.map((row) => [row.id, responseFrom(row, flow)]))
  return agreed.flatMap(({ id, other }) => {
    const response = byId.get(id)
    return response ? [{ other: other?.name ?? '', data: known(ctx, flow, response, 'author') }] : []
  })
}

function refusableOf(flow: AnyFlow, content: Content, counts: Readonly<Record<string, number>>): Panel['refusable'] {
  const count = moveOf(flow, flow.wire.moves.Reject).from.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  const { taken } = tallyOf(flow, counts)
  return count > 0 ? { count, full: taken >= flow.places(content.data) } : undefined
}

async function caseOf(ctx: Ctx, of: Parameters<typeof getCase>[1]): Promise<Case | undefined> {
  try {
    return await getCase(ctx, of)
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

function whyClosed(open: () => void): Panel['closed'] {
  try {
    open()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, params: error.params }
    throw error
  }
}
