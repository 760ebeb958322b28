// What waits for the coordinator, and whether klussen are approved at all.
import { Invalid, NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import type { ActorId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { adminOnly, form, page, redirect, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { ApprovalSettings, ReviewKlus, WaitingKlussen } from '../../../../views/klussen/review.tsx'
import { personViewer } from '../../accounts/index.ts'
import { managerDomains } from '../../consents/index.ts'
import { listCards } from '../../people/index.ts'
import { keepMonths } from '../../responses/index.ts'
import { approveKlus, returnKlus } from '../commands/place.ts'
import { setKlussenSettings } from '../commands/settings.ts'
import { approvalOf, countWaiting, getWaitingReview, listWaitingReview } from '../queries/approval.ts'
import { isCoordinator, REVIEW_WORDS_MAX } from '../rules/approval.ts'
import { drawn } from './preview.tsx'

const REVIEW = '/klussen/review'
const SETTINGS = '/admin/klussen'

export function reviewPages(routes: PageRoutes): void {
  routes.get(REVIEW, showWaiting)
  routes.get('/klussen/review/:id', decide)
  routes.post('/klussen/review/:id', decide)
  routes.get(SETTINGS, settings)
  routes.post(SETTINGS, settings)
}

async function showWaiting(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  const all = await listWaitingReview(ctx)
  const authors = await listCards(
    ctx.db,
    all.map(({ content }) => content.authorId),
  )
  const waiting = all.map(({ content, asked }) => {
    return { href: `${REVIEW}/${content.id}`, title: content.title, author: authors.get(content.authorId), asked }
  })
  const breadcrumbs = [{ label: t('klussen.title'), href: '/klussen' }]
  const body = <WaitingKlussen t={t} now={ctx.clock.now()} waiting={waiting} />
  return page(t('klussen.review.title'), body, { current: 'klussen', breadcrumbs })
}

const decisionSchema = z.object({
  decision: z.enum(['approve', 'return']),
  words: z.string().trim().max(REVIEW_WORDS_MAX, 'field.tooLong').default(''),
})

async function decide(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  const content = await getWaitingReview(ctx, request.params['id'] ?? '')
  const author = (await listCards(ctx.db, [content.authorId])).get(content.authorId)
  return form(request, {
    schema: decisionSchema,
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = (
        <ReviewKlus
          t={t}
          title={content.title}
          author={author}
          shown={drawn(request, content)}
          state={state}
          warned={isWarned(faults)}
        />
      )
      return page(content.title, body, { breadcrumbs: [{ label: t('klussen.review.title'), href: REVIEW }] })
    },
    submit: async ({ decision, words }) => {
      if (decision === 'return') {
        warnOfSensitive(request, ['words'])
        await returnKlus(ctx, content.id, words)
        return redirect(REVIEW, 'klussen.flash.returned')
      }
      await approveKlus(ctx, content.id)
      return redirect(paths.item(content.id), 'klussen.flash.approved')
    },
  })
}

const settingsSchema = z.object({
  on: z.string().optional(),
  coordinators: z.string().max(4000, 'field.tooLong').default(''),
  domains: z.string().max(4000, 'field.tooLong').optional(),
  months: z.string().trim().optional(),
})

/** Whether a coordinator approves klussen, and who those are; which addresses managers have; how long what is between two people is kept. */
async function settings(request: PageRequest): Promise<PageAnswer> {
  adminOnly(request)
  const { ctx, t } = request
  const now = await approvalOf(ctx.db)
  const cards = await listCards(ctx.db, now.coordinators)
  const handles = now.coordinators.flatMap((id) => cards.get(id)?.handle ?? [])
  const waiting = { count: await countWaiting(ctx.db), href: isCoordinator(ctx.viewer, now) ? REVIEW : undefined }
  return form(request, {
    schema: settingsSchema,
    initial: {
      on: now.on ? 'on' : '',
      coordinators: handles.join(', '),
      domains: (await managerDomains(ctx.db)).join(', '),
      months: String(await keepMonths(ctx.db)),
    },
    show: (values, faults) =>
      page(
        t('klussen.approval.title'),
        <ApprovalSettings t={t} waiting={waiting} state={formState(t, values, faults)} />,
      ),
    submit: async ({ on, coordinators, domains, months }) => {
      const names = [...new Set(coordinators.split(/[\s,;]+/).filter((name) => name !== ''))]
      const ids: ActorId[] = []
      for (const name of names) ids.push(await personNamed(request, name))
      await setKlussenSettings(ctx, {
        approval: { on: on !== undefined, coordinators: ids },
        domains,
        months: months === undefined ? undefined : months === '' ? Number.NaN : Number(months),
      })
      return redirect(SETTINGS, 'content.flash.saved')
    },
  })
}

/** By handle or e-mail. @throws Invalid naming who has no account here */
async function personNamed({ ctx }: PageRequest, name: string): Promise<ActorId> {
  try {
    return (await personViewer(ctx.db, name)).personId
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw new Invalid({ coordinators: { code: 'klussen.approval.unknown', params: { name } } })
  }
}
