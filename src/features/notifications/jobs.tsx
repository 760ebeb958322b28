// Sends the mail about what is new in a thread, if it may still be seen and is still unread.
import { renderToString } from 'preact-render-to-string'
import type { Ctx } from '../../core/context.ts'
import type { JobHandler } from '../../core/feature.ts'
import { z } from '../../lib/schema.ts'
import { defaultLocale, type Translate } from '../../platform/i18n/texts.ts'
import { didWords } from '../../../views/notifications/words.ts'
import { NotificationMail } from '../../../views/mail/notification.tsx'
import { ownOrganisation } from '../organisations/index.ts'
import { findNotification, listRecipients, type NotificationView, type Recipient, viewsOf } from './queries.ts'
import { type NotificationId, unsubscribePath } from './rules.ts'

const payloadSchema = z.object({ notificationId: z.string(), cause: z.string() })

export const sendMail: JobHandler = async (ctx, payload, tools) => {
  const { notificationId, cause } = payloadSchema.parse(payload)
  const row = await findNotification(ctx.db, notificationId as NotificationId)
  if (!row || row.read) return
  const recipient = (await listRecipients(ctx.db, [row.personId]))[0]
  if (!recipient || recipient.mail === 'never') return
  // As the recipient: what may not be seen (any more) is left out, and then there is nothing to mail.
  const view = (await viewsOf(tools.as(recipient.viewer), [row]))[0]
  if (!view) return
  const plein = (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName
  const mail = mailOf(ctx, tools.texts.in(recipient.locale ?? defaultLocale), { recipient, view, plein })
  await tools.mailer.send({ id: `${notificationId}.${cause}`, ...mail })
}

function mailOf(ctx: Ctx, t: Translate, about: { recipient: Recipient; view: NotificationView; plein: string }) {
  const { recipient, view, plein } = about
  const { origin, secretKey } = ctx.config
  const leave = `${origin}${unsubscribePath(secretKey, recipient.viewer.personId)}`
  const href = `${origin}/notifications/${view.id}/open`
  const sentence = didWords(t, view)
  const greeting = t('notifications.mail.greeting', { name: recipient.name })
  const who = t('notifications.mail.from', { name: view.actor.name, organisation: view.actor.organisation })
  const why = t('notifications.mail.why', { plein })
  const open = t('notifications.mail.open')
  const end = t('notifications.mail.end')
  const text = `${greeting}\n\n${sentence}\n${who}\n\n${open}:\n${href}\n\n-- \n${why}\n${end}: ${leave}\n`
  const mail = <NotificationMail {...{ lang: t.locale, greeting, sentence, who, open, href, why, end, leave }} />
  return {
    to: recipient.email,
    subject: sentence.replace(/\s+/g, ' ').slice(0, 180),
    text,
    html: `<!doctype html>${renderToString(mail)}`,
    headers: { 'List-Unsubscribe': `<${leave}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  }
}
