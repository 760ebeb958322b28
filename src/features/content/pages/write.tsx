// Writing and changing items: the form, drafts, the preview.
import type { Audience } from '../../../core/access.ts'
import { type FieldFaults, NotFound } from '../../../core/errors.ts'
import type { AnyKind, Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { type ActorId, isId, type MediaId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { form, type FormValues, page, redirect, signedIn } from '../../../web/kit.ts'
import { formState, RichText } from '../../../../views/ds/index.ts'
import { ContentForm } from '../../../../views/content/form.tsx'
import { countOrganisations, findGroup, getGroup, type GroupView, listGroups } from '../../groups/index.ts'
import { createContent } from '../commands/create.ts'
import { textOf } from '../commands/draft.ts'
import { editContent } from '../commands/edit.ts'
import { getContent } from '../queries/read.ts'
import { audiencesFor, limits } from '../rules/content.ts'
import { ownFrom } from '../rules/own.ts'
import { imagesIn, picturesFrom } from './pictures.ts'
import { partsOf, startAudience, startOf, valuesOf, withOwnNames, writeForm } from './values.ts'

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
    schema: writeForm,
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
    schema: writeForm,
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

/** A group by its id or handle. @throws NotFound */
async function groupNamed({ ctx }: PageRequest, name: string): Promise<GroupView> {
  if (!isId(name)) return getGroup(ctx, name)
  const group = await findGroup(ctx, name as ActorId)
  if (!group) throw new NotFound('content.unknownGroup')
  return group
}
