// Making a step: its form with faults at the fields, and every refusal in words on the same page.
import { Conflict, type FieldFaults, Forbidden, Invalid, NotFound, Refusal, Unavailable } from '../../../core/errors.ts'
import { NEW } from '../../../core/flow.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { form, type FormValues, page, redirect, roomOf, signedIn } from '../../../web/kit.ts'
import { isWarned, SURE, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { MovePage } from '../../../../views/responses/form.tsx'
import { moveWords } from '../../../../views/responses/moves.tsx'
import { getContent } from '../../content/index.ts'
import { listCards } from '../../people/index.ts'
import { beginResponse, makeMove } from '../commands/make-move.ts'
import { sendMessage } from '../commands/talk.ts'
import { type Case, getCase } from '../queries/case.ts'
import { type OfferedMove, offersFor } from '../queries/offers.ts'
import { moveOf, whyNot, wordsIn } from '../rules/steps.ts'
import { ownCase, showResponse } from './show.tsx'

/** GET and POST /responses/:id/:move */
export async function makeStep(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, params } = request
  const found = await ownCase(ctx, params['id'] ?? '')
  const back = `/responses/${found.response.id}`
  return stepPage(request, {
    found,
    back,
    maker: found.side,
    make: (payload) => makeMove(ctx, found.response.id, { move: nameIn(request), payload }),
  })
}

/** GET and POST /item/:id/respond/:move */
export async function beginStep(request: PageRequest): Promise<PageAnswer> {
  const { personId } = signedIn(request)
  const { ctx, params } = request
  const content = await getContent(ctx, params['id'] ?? '')
  if (content.authorId === personId) throw new Forbidden('response.ownItem')
  const of = { contentId: content.id, respondentId: personId }
  const found = await getCase(ctx, of)
  if (found.response && found.response.state !== NEW && request.method === 'GET')
    return redirect(`/responses/${found.response.id}`)
  return stepPage(request, {
    found,
    back: paths.item(content.id),
    maker: 'respondent',
    make: (payload) => beginResponse(ctx, of, { move: nameIn(request), payload }),
  })
}

interface Stepping {
  readonly found: Case
  readonly back: string
  readonly maker: 'author' | 'respondent'
  make(payload: unknown): Promise<string>
}

function nameIn(request: PageRequest): string {
  return request.params['move'] ?? ''
}

async function stepPage(request: PageRequest, stepping: Stepping): Promise<PageAnswer> {
  const { ctx } = request
  const { found, maker, make } = stepping
  const name = nameIn(request)
  const { payload: schema, fields = [], offered: how } = moveOf(found.flow, name)
  if (how === 'elsewhere') throw new NotFound('response.notFound')
  const { moves } = await offersFor(ctx, found, maker)
  const offered = moves.find((one) => one.name === name)
  const initial = { ...offered?.initial, ...request.query }
  const shown = { stepping, move: offered ?? { name, how: 'besides' as const, fields, initial } }
  return form(request, {
    schema: schema as typeof anything,
    initial,
    show: (values, faults) =>
      offered || request.method === 'POST'
        ? show(request, shown, { values, faults })
        : show(request, shown, { values, faults, refusal: whyNotNow(found, name) }),
    submit: async (payload) => {
      warnOfSensitive(request, wordsIn(fields))
      try {
        const id = await make(payload)
        return redirect(`/responses/${id}`, flashOf(found))
      } catch (error) {
        if (!isForPeople(error)) throw error
        const refusal = { values: request.form, faults: {}, refusal: error.code, params: error.params }
        const answer = await show(request, shown, refusal)
        return answer.type === 'page' ? { ...answer, options: { ...answer.options, status: error.status } } : answer
      }
    },
  })
}

function whyNotNow({ flow, response }: Case, name: string): string {
  const { from } = moveOf(flow, name)
  const state = response?.state ?? NEW
  return from.includes(state) ? 'response.notNow' : whyNot(flow, name, state)
}

const anything = z.unknown()

function flashOf(found: Case): string {
  return found.authority === 'there' ? 'responses.flash.sent' : 'responses.flash.done'
}

/** What one can read and do something about; faults of fields stand at the fields. */
function isForPeople(error: unknown): error is Refusal {
  if (!(error instanceof Refusal) || error instanceof NotFound || error instanceof Unavailable) return false
  return !(error instanceof Invalid && Object.keys(error.fields).length > 0) && error.status !== 401
}

async function show(
  request: PageRequest,
  { stepping, move }: { stepping: Stepping; move: OfferedMove },
  state: {
    values: FormValues
    faults: FieldFaults
    refusal?: string
    params?: Readonly<Record<string, string | number>>
  },
): Promise<PageAnswer> {
  const { ctx, t } = request
  const { found, back, maker } = stepping
  const { content, flow, author, respondent } = found
  const otherId = maker === 'author' ? respondent.id : author.id
  const other = (await listCards(ctx.db, [otherId])).get(otherId)
  const title = moveWords(t, flow.name, move, found.response?.state)
  return page(
    title,
    <MovePage
      t={t}
      flow={flow.name}
      title={title}
      move={move}
      item={{ title: content.title, path: back }}
      other={other}
      hidden={hiddenOf(move, state.values)}
      warned={isWarned(state.faults)}
      state={formState(t, state.values, state.faults)}
      closed={state.refusal !== undefined && request.method === 'GET'}
      refusal={state.refusal && (t.find(state.refusal, state.params) ?? t('response.badStep'))}
    />,
    roomOf(request, content.kind, [{ label: content.title, href: back }]),
  )
}

/** Values that go along without a field: the version that one has before him, the entry that it is about. */
function hiddenOf(move: OfferedMove, values: FormValues): Readonly<Record<string, string>> {
  const seen = new Set([SURE, ...move.fields.map((field) => field.name)])
  const named = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && !seen.has(name) ? [[name, value] as const] : [],
  )
  return Object.fromEntries(named)
}

/** POST /responses/:id/messages: what cannot be sent stands there again, with why. */
export async function writeMessage(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx } = request
  const { response } = await ownCase(ctx, request.params['id'] ?? '')
  const body = [request.form['body'] ?? ''].flat()[0] ?? ''
  try {
    warnOfSensitive(request, ['body'])
    await sendMessage(ctx, response.id, body)
  } catch (error) {
    const faults = error instanceof Invalid ? error.fields : error instanceof Conflict ? { body: error } : undefined
    if (!faults) throw error
    return showResponse(request, { body, faults })
  }
  return redirect(`/responses/${response.id}#talk`, 'responses.flash.written')
}
