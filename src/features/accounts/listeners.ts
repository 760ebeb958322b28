// Mails the links of invitations and of forgotten passwords.
import type { Listener } from '../../core/events.ts'
import { letterOf } from '../../../views/mail/letter.tsx'
import { ownOrganisation } from '../organisations/index.ts'
import { invitationPath } from './commands/invite.ts'
import { passwordResetPath } from './commands/recover.ts'
import { linkToken } from './commands/tokens.ts'
import { findInvitationById } from './queries.ts'

/** One mail per link; when it was used or taken back in the meantime, none. */
export const whenAccountInvited: Listener<'account.invited'> = async (ctx, event, tools) => {
  const { invitationId, locale } = event.payload
  const link = await findInvitationById(ctx, invitationId)
  if (!link?.email) return
  const t = tools.texts.in(locale)
  const token = linkToken(ctx, invitationId)
  const path = link.purpose === 'password' ? passwordResetPath(token) : invitationPath(token)
  const organisation = (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName
  const part = link.purpose === 'password' ? 'account.mailReset' : 'account.mailInvitation'
  const href = `${ctx.config.origin}${path}`
  const subject = t(`${part}.subject`, { organisation })
  const paragraphs = [t('account.mail.hello'), ...t(`${part}.text`, { organisation }).split('\n')]
  const letter = { lang: t.locale, subject, paragraphs, open: t(`${part}.open`), href, why: t(`${part}.why`) }
  await tools.mailer.send({ id: `${invitationId}.${event.id}`, to: link.email, subject, ...letterOf(letter) })
}
