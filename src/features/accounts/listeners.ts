// Mails the links of invitations and of forgotten passwords.
import type { Ctx } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import type { Translate } from '../../platform/i18n/texts.ts'
import { letterOf } from '../../../views/mail/letter.tsx'
import { ownOrganisation } from '../organisations/index.ts'
import { listCards } from '../people/index.ts'
import { invitationPath } from './commands/invite.ts'
import { passwordResetPath } from './commands/recover.ts'
import { linkToken } from './commands/tokens.ts'
import { findInvitationById, type Invitation } from './queries.ts'

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
  const first = link.purpose === 'password' ? [] : [await whoInvites(ctx, t, { link, organisation })]
  const paragraphs = [t('account.mail.greeting'), ...first, ...t(`${part}.text`).split('\n')]
  const letter = { lang: t.locale, subject, paragraphs, open: t(`${part}.open`), href, why: t(`${part}.why`) }
  await tools.mailer.send({ id: `${invitationId}.${event.id}`, to: link.email, subject, ...letterOf(letter) })
}

/** By name, so that whoever gets it can ask; from the command line nobody does. */
async function whoInvites(
  ctx: Ctx,
  t: Translate,
  { link, organisation }: { link: Invitation; organisation: string },
): Promise<string> {
  const inviter = link.invitedBy && (await listCards(ctx.db, [link.invitedBy])).get(link.invitedBy)
  return inviter
    ? t('account.mailInvitation.by', { name: inviter.name, organisation })
    : t('account.mailInvitation.byNobody', { organisation })
}
