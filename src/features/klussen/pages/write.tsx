// Writing a klus in three short steps, each kept as a draft, and a look at the whole before it is placed.
import { type FieldFaults, Invalid, NotFound } from '../../../core/errors.ts'
import type { AnyKind, Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { dateIn } from '../../../lib/format.ts'
import { type ActorId, type ContentId, isId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { form, type FormValues, page, redirect, signedIn } from '../../../web/kit.ts'
import { isWarned } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { EditKlus } from '../../../../views/klussen/edit.tsx'
import { WriteStep } from '../../../../views/klussen/write.tsx'
import { createContent, editContent, getContent, ownFrom, ownValues, usualAudience } from '../../content/index.ts'
import { findGroup, getGroup, type GroupView, listGroups } from '../../groups/index.ts'
import { findReview } from '../queries/approval.ts'
import { listEarlier, listTemplates } from '../queries/templates.ts'
import { KLUS } from '../rules/facts.ts'
import { audienceFor, copied, fieldsOf, lacks, type Own, PREVIEW, STEPS, warnings, withStep } from '../rules/writing.ts'
import { placeKlusPage, previewKlus } from './preview.tsx'

export const WRITE = '/klussen/new'

export function writePages(routes: PageRoutes): void {
  routes.get(WRITE, writeKlus)
  routes.post(WRITE, writeKlus)
}

const schema = z.looseObject({
  title: z.string().max(200, 'field.tooLong').optional(),
  body: z.string().optional(),
  group: z.string().optional(),
  open: z.string().optional(),
  action: z.string().default('on'),
  sure: z.string().optional(),
})
type Input = z.output<typeof schema>

/** GET and POST /klussen/new (?group=, ?purpose=, ?template=, ?copy=; ?item=, ?step= of a draft). */
export async function writeKlus(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { query } = request
  const content = query['item'] ? await ownKlus(request, query['item']) : undefined
  if (content && content.state !== 'draft') return change(request, content)
  const step = content ? Math.min(Math.max(Number(query['step']) || 1, 1), PREVIEW) : 1
  if (content && step === PREVIEW) {
    return request.method === 'POST' ? placeKlusPage(request, content) : previewKlus(request, content)
  }
  return writeStep(request, { step, content })
}

/** @throws NotFound for everybody but its author */
export async function ownKlus(request: PageRequest, id: string): Promise<Content> {
  const person = signedIn(request)
  const content = await getContent(request.ctx, id)
  const mine = content.kind === KLUS && content.local && content.authorId === person.personId
  if (!mine) throw new NotFound('content.notFound')
  return content
}

interface Place {
  readonly step: number
  readonly content: Content | undefined
}

async function writeStep(request: PageRequest, { step, content }: Place): Promise<PageAnswer> {
  const kind = request.ctx.kinds.get(KLUS)
  const begun = content ?? (await beginning(request, kind))
  const initial = { ...valuesOf(kind, begun), ...(content ? {} : choices(kind, request.query)) }
  return form(request, {
    schema,
    initial,
    show: (values, faults) => showStep(request, { step, content, kind, values, faults }),
    submit: async (input) => {
      const data = withStep(kind, begun.data, { step, typed: input })
      if (input.action !== 'draft') check(kind, { step, input, data, now: request.ctx.clock.now() })
      const id = await save(request, { kind, step, content, input, data })
      if (input.action === 'draft') return redirect(`${WRITE}?item=${id}&step=${step}`, 'content.flash.draft')
      return redirect(`${WRITE}?item=${id}&step=${step + 1}`)
    },
  })
}

/** @throws Invalid: what this step lacks, or what looks like something that must not stand there */
function check(kind: AnyKind, given: { step: number; input: Input; data: Own; now: string }): void {
  const { step, input, data, now } = given
  const words = step === 1 ? { title: input.title, body: input.body } : {}
  const empty = Object.entries(words).filter(([, text]) => (text ?? '').trim() === '')
  const faults: FieldFaults = {
    ...(input.sure ? {} : warnings(input)),
    ...Object.fromEntries(empty.map(([name]) => [name, { code: 'field.required' }])),
    ...lacks(kind, data, { now, step }),
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
}

async function save(
  request: PageRequest,
  given: { kind: AnyKind; step: number; content: Content | undefined; input: Input; data: Own },
): Promise<ContentId> {
  const { ctx } = request
  const { kind, step, content, input, data } = given
  const words = step === 1 ? { title: input.title ?? '', body: input.body ?? '' } : {}
  return withOwnNames(kind, async () => {
    if (!content) {
      const group = await groupNamed(request, input.group ?? request.query['group'])
      const audience = usualAudience(group?.access)
      const place = { groupId: group?.id ?? null, audience }
      return createContent(ctx, { kind: KLUS, body: '', ...words, ...place, data, state: 'draft' })
    }
    const place = step === STEPS ? await placeOf(request, { kind, input, data }) : {}
    await editContent(ctx, content.id, { ...words, ...place, data })
    return content.id
  })
}

/** In which group it stands and who may read it, as the last step says. */
async function placeOf(request: PageRequest, given: { kind: AnyKind; input: Input; data: Own }) {
  const { kind, input, data } = given
  const group = await groupNamed(request, input.group)
  const audience = audienceFor(kind, data, { access: group?.access, open: input.open !== undefined })
  return { groupId: group?.id ?? null, audience }
}

/** GET and POST of a klus that is placed: everything in one form. */
async function change(request: PageRequest, content: Content): Promise<PageAnswer> {
  const { ctx, t } = request
  const kind = ctx.kinds.get(KLUS)
  return form(request, {
    schema,
    initial: valuesOf(kind, content),
    show: (values, faults) =>
      page(
        t('klussen.edit.title'),
        <EditKlus
          t={t}
          kind={kind}
          state={formState(t, values, faults)}
          cancel={paths.item(content.id)}
          sure={isWarned(faults)}
        />,
      ),
    submit: async (input) => {
      const faults = input.sure ? {} : warnings(input)
      if (Object.keys(faults).length > 0) throw new Invalid(faults)
      const words = { title: input.title, body: input.body }
      await withOwnNames(kind, () => editContent(ctx, content.id, { ...words, data: ownFrom(kind, input) }))
      return redirect(paths.item(content.id), 'content.flash.saved')
    },
  })
}

// ── the form ────────────────────────────────────────────────────────────────────────────────────────────────────

async function showStep(
  request: PageRequest,
  shown: Place & { kind: AnyKind; values: FormValues; faults: FieldFaults },
): Promise<PageAnswer> {
  const { t, ctx, query } = request
  const { step, content, kind, values, faults } = shown
  const groups = step === STEPS ? (await listGroups(ctx, { mine: true }, { limit: 100 })).items : []
  const review = content && (await findReview(ctx.db, content.id))
  const first = step === 1 && !content
  const [templates, earlier] = first ? await Promise.all([listTemplates(ctx), listEarlier(ctx)]) : [[], []]
  const body = (
    <WriteStep
      t={t}
      step={step}
      item={content?.id}
      kind={kind}
      fields={fieldsOf(kind, step)}
      state={formState(t, values, faults)}
      sure={isWarned(faults)}
      returned={review?.state === 'returned' ? review.words : undefined}
      group={content ? undefined : (query['group'] ?? '')}
      groups={groups.map(({ id, name }) => ({ id, name }))}
      templates={templates.map(({ id, name, shared }) => ({ href: `${WRITE}?template=${id}`, name, shared }))}
      earlier={earlier.map(({ id, title }) => ({ href: `${WRITE}?copy=${id}`, name: title }))}
    />
  )
  return page(t(`klussen.write.step${step}`), body, { current: 'klussen' })
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Begun {
  readonly title: string
  readonly body: string | null
  readonly data: unknown
  readonly groupId?: ActorId | null
  readonly audience?: string
}

/** Empty, or a copy of an earlier klus or a template. */
async function beginning(request: PageRequest, kind: AnyKind): Promise<Begun> {
  const { ctx, query } = request
  const { copy, template } = query
  if (copy) {
    const earlier = await ownKlus(request, copy)
    return { title: earlier.title, body: earlier.body, data: copied(kind, earlier.data, dateIn(ctx.clock.now())) }
  }
  const found = template ? (await listTemplates(ctx)).find(({ id }) => id === template) : undefined
  return found?.values ?? { title: '', body: '', data: kind.schema.parse({}) }
}

function valuesOf(kind: AnyKind, begun: Begun): FormValues {
  const place = { group: begun.groupId ?? '', open: begun.audience === 'public' ? 'on' : '' }
  return { ...ownValues(kind, begun.data), title: begun.title, body: begun.body ?? '', ...place }
}

/** Choices from the address: `?purpose=offer`. */
function choices(kind: AnyKind, query: Readonly<Record<string, string>>): FormValues {
  const given = kind.fields.filter(({ name, type }) => type === 'choice' && query[name] !== undefined)
  return Object.fromEntries(given.map(({ name }) => [`own_${name}`, query[name]]))
}

/** By id or handle. */
async function groupNamed({ ctx }: PageRequest, name: string | undefined): Promise<GroupView | undefined> {
  if (!name) return undefined
  const group = isId(name) ? await findGroup(ctx, name as ActorId) : await getGroup(ctx, name)
  if (!group) throw new NotFound('content.unknownGroup')
  return group
}

/** Faults of the kind's own fields, by the names that they have in the form. */
async function withOwnNames<T>(kind: AnyKind, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const own = new Set(kind.fields.map(({ name }) => name))
    const named = Object.entries(error.fields).map(([name, fault]) => [own.has(name) ? `own_${name}` : name, fault])
    throw new Invalid(Object.fromEntries(named) as FieldFaults, error.code, error.params)
  }
}
