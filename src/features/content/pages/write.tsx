// Writing and changing items: the chooser, the form, drafts, pictures, the preview.
import type { Audience, GroupAccess } from '../../../core/access.ts'
import { type FieldFaults, Invalid, NotFound } from '../../../core/errors.ts'
import { type AnyKind, type Content, OWN } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest, UploadedFile } from '../../../core/pages.ts'
import { type ActorId, isId, type MediaId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { NotAnImage, prepareImage } from '../../../platform/files/image.ts'
import { keepImage } from '../../../platform/files/keep-image.ts'
import { form, type FormValues, page, redirect, signedIn } from '../../../web/kit.ts'
import { formState } from '../../../../views/ds/index.ts'
import { ChooseKind } from '../../../../views/content/choose.tsx'
import { ContentForm } from '../../../../views/content/form.tsx'
import { RichText } from '../../../../views/ds/index.ts'
import { countOrganisations, findGroup, getGroup, type GroupView, listGroups } from '../../groups/index.ts'
import { mediaLimits, mediaOf, ownUploads, recordUpload } from '../../media/index.ts'
import { createContent } from '../commands/create.ts'
import { textOf } from '../commands/draft.ts'
import { editContent } from '../commands/edit.ts'
import { faceOf } from '../queries/cards.ts'
import { listDrafts } from '../queries/list.ts'
import { tagsOf } from '../queries/parts.ts'
import { getContent } from '../queries/read.ts'
import { audiencesFor, limits, splitTags, usualAudience } from '../rules/content.ts'
import { ownFrom, ownValues } from '../rules/own.ts'

const many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))

const schema = z.looseObject({
  title: z.string().max(limits.title, 'field.tooLong').default(''),
  body: z.string().default(''),
  tags: z.string().max(2000, 'field.tooLong').default(''),
  alt: z.string().max(mediaLimits.alt, 'field.tooLong').default(''),
  audience: z.enum(['public', 'network', 'organisation', 'group', 'private']).optional(),
  group: z.string().optional(),
  media: many,
  dropMedia: many,
  action: z.string().default('place'),
})
type Input = z.output<typeof schema>

/** GET /new: every kind, and the forms of those that have a choice to begin with. */
export async function chooseKind(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t, query } = request
  const group = query['group'] ? `group=${encodeURIComponent(query['group'])}` : ''
  const choices = ctx.kinds.all.flatMap((kind) => {
    const first = kind.fields.find((field) => field.type === 'choice')
    const at = kind.writeAt ?? `/new/${kind.name}`
    const plain = {
      href: `${at}${group && `?${group}`}`,
      label: t(`${kind.name}.name`),
      about: t.find(`${kind.name}.about`),
    }
    const forms = (first?.options ?? []).map((value) => ({
      href: `${at}?${first?.name ?? ''}=${value}${group && `&${group}`}`,
      label: t(`${kind.name}.${first?.name ?? ''}.${value}`),
      about: t.find(`${kind.name}.about.${value}`),
    }))
    // What must be chosen is chosen here.
    return first?.required ? forms : [plain, ...forms]
  })
  const drafts = (await listDrafts(ctx, { limit: 20 })).items.map((draft) => ({
    href: `${paths.item(draft.id)}/edit`,
    label: draft.title || draft.summary || t('content.new.emptyDraft'),
    word: t(faceOf(ctx, draft).word),
    begun: draft.published,
  }))
  const now = ctx.clock.now()
  return page(t('content.new.title'), <ChooseKind {...{ t, now, choices, drafts }} />)
}

/** GET and POST /new/:kind. */
export async function writeNew(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx } = request
  const kind = ctx.kinds.find(request.params['kind'] ?? '')
  if (!kind) throw new NotFound('content.unknownKind')
  if (kind.writeAt) return redirect(`${kind.writeAt}?${new URLSearchParams(request.query)}`)
  const named = [request.form['group'] ?? request.query['group']].flat()[0]
  const group = named ? await groupNamed(request, named) : undefined
  const start = startOf(kind, request.query, group?.access)
  return form(request, {
    schema,
    initial: start,
    show: (values, faults) => showForm(request, { kind, group, values: { ...start, ...values }, faults }),
    submit: async (input) => {
      const mediaIds = await picturesFrom(request, input)
      if (input.action === 'add-image') return showAgain(request, { kind, group }, mediaIds)
      const id = await withOwnNames(kind, () =>
        createContent(ctx, {
          ...partsOf(kind, input),
          kind: kind.name,
          groupId: group?.id ?? null,
          audience: input.audience ?? startAudience(kind, ownFrom(kind, input), group?.access),
          mediaIds,
          state: input.action === 'draft' ? 'draft' : 'published',
        }),
      )
      return redirect(paths.item(id), input.action === 'draft' ? 'content.flash.draft' : 'content.flash.placed')
    },
  })
}

/** GET and POST /item/:id/edit. */
export async function writeAgain(request: PageRequest): Promise<PageAnswer> {
  const person = signedIn(request)
  const { ctx } = request
  const content = await getContent(ctx, request.params['id'] ?? '')
  if (content.authorId !== person.personId) throw new NotFound('content.notFound')
  const kind = ctx.kinds.get(content.kind)
  if (kind.writeAt) return redirect(`${kind.writeAt}?item=${content.id}`)
  const group = content.groupId ? await findGroup(ctx, content.groupId) : undefined
  const place = { kind, group, content }
  return form(request, {
    schema,
    initial: await valuesOf(request, content),
    show: (values, faults) => showForm(request, { ...place, values, faults }),
    submit: async (input) => {
      const mediaIds = await picturesFrom(request, input)
      if (input.action === 'add-image') return showAgain(request, place, mediaIds)
      const isDraft = content.state === 'draft'
      const publish = isDraft && input.action !== 'draft'
      await withOwnNames(kind, () =>
        editContent(ctx, content.id, {
          ...partsOf(kind, input),
          mediaIds,
          publish,
          ...(isDraft && input.audience ? { audience: input.audience } : {}),
        }),
      )
      return redirect(paths.item(content.id), publish ? 'content.flash.placed' : 'content.flash.saved')
    },
  })
}

/** POST /preview: the text as it will look; a fragment for our own script, a page without it. */
export async function preview(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const body = String([request.form['body']].flat()[0] ?? '')
  const text = await textOf(request.ctx, body.slice(0, limits.body))
  return page(request.t('content.form.preview'), <RichText html={text.html} />)
}

// ── the form ────────────────────────────────────────────────────────────────────────────────────────────────────

interface Shown {
  readonly kind: AnyKind
  readonly group: GroupView | undefined
  readonly content?: Content
  readonly values: FormValues
  readonly faults: FieldFaults
}

async function showForm(request: PageRequest, shown: Shown): Promise<PageAnswer> {
  const { ctx, t } = request
  const { kind, group, content, values, faults } = shown
  const isNew = !content || content.state === 'draft'
  const images = await imagesIn(request, [values['media'] ?? []].flat(), content)
  const title = content ? t('content.form.editTitle') : (t.find(`${kind.name}.new`) ?? t('content.form.newTitle'))
  const body = (
    <ContentForm
      t={t}
      heading={title}
      state={formState(t, values, faults)}
      kind={kind}
      group={group && { id: group.id, name: group.name, path: group.path }}
      places={content ? [] : await placesFor(request, kind, group)}
      audiences={isNew ? await audienceOptions(request, group) : []}
      readers={content ? await readersOf(request, content.audience, group) : ''}
      images={images}
      mayAddImage={images.length < limits.images}
      buttons={isNew ? 'new' : 'edit'}
      cancel={content ? paths.item(content.id) : (group?.path ?? paths.start)}
    />
  )
  return page(title, body, ctx.viewer.type === 'person' ? {} : { status: 401 })
}

/** The same form after a picture was added: nothing typed is lost. */
function showAgain(request: PageRequest, place: Omit<Shown, 'values' | 'faults'>, mediaIds: readonly MediaId[]) {
  return showForm(request, { ...place, values: { ...request.form, alt: '', media: mediaIds }, faults: {} })
}

async function placesFor(request: PageRequest, kind: AnyKind, group: GroupView | undefined) {
  const mine = await listGroups(request.ctx, { mine: true }, { limit: 50 })
  const others = mine.items.filter((one) => one.id !== group?.id && (!one.restricted || one.role === 'manager'))
  const own = group ? [{ label: request.t('content.form.noGroupChoice'), href: `/new/${kind.name}` }] : []
  return [...own, ...others.map((one) => ({ label: one.name, href: `/new/${kind.name}?group=${one.id}` }))]
}

async function audienceOptions(request: PageRequest, group: GroupView | undefined) {
  const choices = audiencesFor(group?.access)
  return Promise.all(
    choices.map(async (value) => ({
      value,
      label: request.t(`content.audience.${value}`),
      help: await readersOf(request, value, group),
    })),
  )
}

/** Who will be able to read it, as a sentence. */
export async function readersOf(
  request: PageRequest,
  audience: Audience,
  group: GroupView | undefined,
): Promise<string> {
  const { ctx, t } = request
  if (audience !== 'group' || !group) return t(`content.readers.${audience === 'group' ? 'private' : audience}`)
  const others = Math.max(0, (await countOrganisations(ctx.db, group.id)) - 1)
  return others > 0
    ? t('content.readers.groupAndOthers', { group: group.name, count: others })
    : t('content.readers.group', { group: group.name })
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A group by its id or handle. @throws NotFound */
async function groupNamed({ ctx }: PageRequest, name: string): Promise<GroupView> {
  if (!isId(name)) return getGroup(ctx, name)
  const group = await findGroup(ctx, name as ActorId)
  if (!group) throw new NotFound('content.unknownGroup')
  return group
}

/** What stands in a new form: choices from the address, and the audience that fits. */
function startOf(kind: AnyKind, query: Readonly<Record<string, string>>, access: GroupAccess | undefined): FormValues {
  const given = kind.fields.filter((field) => query[field.name] !== undefined)
  const own = Object.fromEntries(given.map((field) => [field.name, query[field.name]]))
  const values = Object.fromEntries(given.map((field) => [`${OWN}${field.name}`, query[field.name]]))
  return { ...values, audience: startAudience(kind, own, access) }
}

function startAudience(kind: AnyKind, own: unknown, access: GroupAccess | undefined): Audience {
  const parsed = kind.schema.safeParse(own)
  const wanted = parsed.success ? kind.audience?.(parsed.data) : undefined
  const allowed = audiencesFor(access)
  if (wanted && allowed.includes(wanted)) return wanted
  // For a group, but in none: then first for oneself.
  return wanted === 'group' ? 'private' : usualAudience(access)
}

async function valuesOf(request: PageRequest, content: Content): Promise<FormValues> {
  const kind = request.ctx.kinds.get(content.kind)
  const tags = (await tagsOf(request.ctx.db, [content.id])).get(content.id) ?? []
  const media = (await mediaOf(request.ctx.db, [content.id])).get(content.id) ?? []
  // Tags that stand in the text come from there again.
  const loose = tags.filter(({ tag }) => !(content.body ?? '').toLowerCase().includes(`#${tag}`))
  return {
    ...ownValues(kind, content.data),
    title: content.title,
    body: content.body ?? '',
    tags: loose.map(({ label }) => label).join(', '),
    audience: content.audience,
    media: media.map((picture) => picture.id),
  }
}

function partsOf(kind: AnyKind, input: Input) {
  return { title: input.title, body: input.body, tags: splitTags(input.tags), data: ownFrom(kind, input) }
}

/** Faults of a kind's own fields, by the names that they have in the form. */
async function withOwnNames<T>(kind: AnyKind, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const own = new Set(kind.fields.map((field) => field.name))
    const fields = Object.entries(error.fields).map(
      ([name, fault]) => [own.has(name) ? `${OWN}${name}` : name, fault] as const,
    )
    throw new Invalid(Object.fromEntries(fields), error.code, error.params)
  }
}

// ── pictures ────────────────────────────────────────────────────────────────────────────────────────────────────

async function picturesFrom(request: PageRequest, input: Input): Promise<readonly MediaId[]> {
  const kept = input.media.filter((id) => isId(id) && !input.dropMedia.includes(id)) as MediaId[]
  const upload = request.files.find((file) => file.field === 'image' && file.bytes.length > 0)
  return upload ? [...kept, await keepPicture(request, upload, input.alt)] : kept
}

/** @throws Invalid when it is no picture, or has no text alternative */
async function keepPicture(request: PageRequest, upload: UploadedFile, alt: string): Promise<MediaId> {
  try {
    const image = await prepareImage(upload.bytes)
    return await recordUpload(request.ctx, alt, (keys) => keepImage(request.store, keys, image))
  } catch (error) {
    if (error instanceof NotAnImage) throw new Invalid({ image: { code: 'media.notAnImage' } })
    throw error
  }
}

async function imagesIn(request: PageRequest, ids: readonly string[], content: Content | undefined) {
  const own = await ownUploads(request.ctx, ids)
  const held = content ? ((await mediaOf(request.ctx.db, [content.id])).get(content.id) ?? []) : []
  const all = new Map([...held, ...own].map((one) => [one.id as string, one.alt]))
  return ids.filter((id) => all.has(id)).map((id) => ({ id, alt: all.get(id) ?? '', path: paths.media(id, 'small') }))
}
