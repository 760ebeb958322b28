// What the author does with his klus: close, open again, withdraw, cancel; and templates.
import type { ContentId } from '../../../lib/id.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { form, page, redirect, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { ManageKlus } from '../../../../views/klussen/manage.tsx'
import { KeepTemplatePage } from '../../../../views/klussen/keep-template.tsx'
import { Templates } from '../../../../views/klussen/templates.tsx'
import { listCards } from '../../people/index.ts'
import { cancelKlus, closeKlus, reopenKlus, withdrawKlus } from '../commands/moves.ts'
import { removeTemplate, saveTemplate, TEMPLATE_NAME_MAX } from '../commands/templates.ts'
import { listTemplates } from '../queries/templates.ts'
import { movesOn } from '../rules/moves.ts'
import type { Own } from '../rules/writing.ts'
import { ownKlus, WRITE } from './write.tsx'

const TEMPLATES = '/klussen/templates'

export function managePages(routes: PageRoutes): void {
  routes.get('/klussen/:id/manage', manage)
  routes.post('/klussen/:id/manage', manage)
  routes.get(TEMPLATES, showTemplates)
  routes.post(TEMPLATES, keepTemplate)
  routes.post('/klussen/templates/:id/delete', dropTemplate)
}

const moveSchema = z.object({
  move: z.enum(['close', 'reopen', 'withdraw', 'cancel']),
  reason: z.string().default(''),
})

const simple = { close: closeKlus, reopen: reopenKlus, withdraw: withdrawKlus }

async function manage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const content = await ownKlus(request, request.params['id'] ?? '')
  if (content.state === 'draft') return redirect(`${WRITE}?item=${content.id}`)
  const path = paths.item(content.id)
  return form(request, {
    schema: moveSchema,
    show: (values, faults) => {
      const moves = movesOn(content.data as Own).filter((name) => name !== 'expire')
      const state = formState(t, values, faults)
      const shown = { item: content.id, moves, state, warned: isWarned(faults) }
      return page(t('klussen.manage.title'), <ManageKlus t={t} {...shown} />, {
        current: 'klussen',
        breadcrumbs: [
          { label: t('klussen.title'), href: '/klussen' },
          { label: content.title, href: path },
        ],
      })
    },
    submit: async ({ move, reason }) => {
      if (move === 'cancel') warnOfSensitive(request, ['reason'])
      await (move === 'cancel' ? cancelKlus(ctx, content.id, reason) : simple[move](ctx, content.id as ContentId))
      return redirect(path, `klussen.flash.${move}`)
    },
  })
}

async function showTemplates(request: PageRequest): Promise<PageAnswer> {
  const person = signedIn(request)
  const { ctx, t } = request
  const all = await listTemplates(ctx)
  const owners = await listCards(
    ctx.db,
    all.map(({ ownerId }) => ownerId),
  )
  const templates = all.map(({ id, name, shared, ownerId }) => {
    const mayRemove = ownerId === person.personId || (shared && person.admin)
    return { id, name, shared, owner: owners.get(ownerId)?.name ?? '', href: `${WRITE}?template=${id}`, mayRemove }
  })
  const breadcrumbs = [{ label: t('klussen.title'), href: '/klussen' }]
  return page(t('klussen.template.title'), <Templates t={t} templates={templates} />, {
    current: 'klussen',
    breadcrumbs,
  })
}

const templateSchema = z.object({
  name: z.string().trim().min(1, 'klussen.template.nameNeeded').max(TEMPLATE_NAME_MAX, 'field.tooLong'),
  shared: z.string().optional(),
})

async function keepTemplate(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, form: sent } = request
  const content = await ownKlus(request, typeof sent['item'] === 'string' ? sent['item'] : '')
  return form(request, {
    schema: templateSchema,
    show: (values, faults) =>
      page(
        t('klussen.template.keep'),
        <KeepTemplatePage t={t} item={content.id} state={formState(t, values, faults)} />,
        { current: 'klussen', breadcrumbs: [{ label: t('klussen.title'), href: '/klussen' }] },
      ),
    submit: async ({ name, shared }) => {
      await saveTemplate(ctx, { name, shared: shared !== undefined, from: content })
      return redirect(TEMPLATES, 'klussen.flash.template')
    },
  })
}

async function dropTemplate(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await removeTemplate(request.ctx, request.params['id'] ?? '')
  return redirect(TEMPLATES, 'klussen.flash.templateGone')
}
