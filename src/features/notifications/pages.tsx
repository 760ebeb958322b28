// Pages of notifications: the list, reading, settings, and ending mail by a link.
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { NotFound } from '../../core/errors.ts'
import { isId } from '../../lib/id.ts'
import { z } from '../../lib/schema.ts'
import { form, page, pageInput, redirect, signedIn } from '../../web/kit.ts'
import { formState } from '../../../views/ds/index.ts'
import { NotificationList } from '../../../views/notifications/list.tsx'
import { NotificationSettings } from '../../../views/notifications/settings.tsx'
import { UnsubscribePage } from '../../../views/notifications/unsubscribe.tsx'
import { markAllRead, markRead, setMail, unsubscribe } from './commands/mark-read.ts'
import { findNotification, listNotifications, mailSettingOf, viewsOf } from './queries.ts'
import { isUnsubscribeKey, mailSettings, type NotificationId } from './rules.ts'

export function pages(routes: PageRoutes): void {
  routes.get('/notifications', showNotifications)
  routes.post('/notifications/read', readAll)
  routes.get('/notifications/:id/open', openOne)
  routes.get('/settings/notifications', settings)
  routes.post('/settings/notifications', settings)
  routes.get('/notifications/unsubscribe', showUnsubscribe)
  routes.post('/notifications/unsubscribe', endMail)
}

async function showNotifications(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const found = await listNotifications(ctx, pageInput(request, 30))
  const next = found.next && `/notifications?after=${found.next}`
  const body = <NotificationList t={t} now={ctx.clock.now()} items={found.items} next={next} />
  return page(t('notifications.title'), body, { current: 'notifications' })
}

async function readAll(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await markAllRead(request.ctx)
  return redirect('/notifications', 'notifications.flash.read')
}

/** The way from a line to what it is about: then it has been read. */
async function openOne(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  const { personId } = signedIn(request)
  const id = request.params['id'] ?? ''
  const row = isId(id) ? await findNotification(ctx.db, id as NotificationId) : undefined
  if (row?.personId !== personId) throw new NotFound('notification.notFound')
  const view = (await viewsOf(ctx, [row]))[0]
  if (!view) throw new NotFound('notification.notFound')
  await markRead(ctx, [row.id])
  return redirect(view.path)
}

async function settings(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId } = signedIn(request)
  const mail = await mailSettingOf(ctx.db, personId)
  return form(request, {
    schema: z.object({ mail: z.enum(mailSettings) }),
    initial: { mail },
    show: (values, faults) =>
      page(t('notifications.settings.title'), <NotificationSettings t={t} state={formState(t, values, faults)} />),
    async submit(input) {
      await setMail(ctx, input.mail)
      return redirect('/settings/notifications', 'notifications.settings.saved')
    },
  })
}

/** A look by a mail scanner must not end anything: the page asks. */
async function showUnsubscribe(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { person = '', key = '' } = request.query
  if (!isUnsubscribeKey(ctx.config.secretKey, person, key)) throw new NotFound('notification.badLink')
  const action = `/notifications/unsubscribe?${new URLSearchParams({ person, key })}`
  return page(t('notifications.unsubscribe.title'), <UnsubscribePage t={t} action={action} />)
}

/** Also what mail programs send for List-Unsubscribe=One-Click (RFC 8058). */
async function endMail(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  await unsubscribe(ctx, request.query['person'] ?? '', request.query['key'] ?? '')
  return page(t('notifications.unsubscribe.title'), <UnsubscribePage t={t} />)
}
