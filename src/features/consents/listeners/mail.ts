// The mail to a manager: what is asked, by whom, until when, and the link with which he answers without an account.
import type { Ctx, Tools } from '../../../core/context.ts'
import type { Listener } from '../../../core/events.ts'
import { formatDate } from '../../../lib/format.ts'
import { defaultLocale, type Locale } from '../../../platform/i18n/texts.ts'
import { letterOf } from '../../../../views/mail/letter.tsx'
import { findAccountByEmail, findAccountOf, signLink } from '../../accounts/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { getCaseOf } from '../../responses/index.ts'
import { answerEnds, type Consent, findConsent, managedHere } from '../queries.ts'
import { CONSENT_LINK, consentEnds } from '../rules/consent.ts'
import { consentLinkPath } from '../rules/paths.ts'
import { tellManager } from './look.ts'

export const whenAsked: Listener<'consent.asked'> = async (ctx, event, tools) => {
  const row = await findConsent(ctx.db, event.payload.consentId)
  if (row?.state !== 'asked') return
  await tellManager(ctx, event, tools)
  await send(ctx, tools, { row, part: 'consent.mail', id: `${row.id}.${event.id}` })
}

export const whenReminded: Listener<'consent.reminded'> = async (ctx, event, tools) => {
  const row = await findConsent(ctx.db, event.payload.consentId)
  if (row?.state !== 'asked') return
  await send(ctx, tools, { row, part: 'consent.reminder', id: `${row.id}.${event.id}` })
}

/** What the manager chose for himself here, or else the language in which he is asked; the default when nobody chose. */
async function languageOf({ db }: Ctx, { managerEmail, personId, locale }: Consent): Promise<Locale> {
  const [own, asker] = await Promise.all([findAccountByEmail(db, managerEmail), findAccountOf(db, personId)])
  return own?.locale ?? locale ?? asker?.locale ?? defaultLocale
}

async function send(
  ctx: Ctx,
  tools: Tools,
  { row, part, id }: { row: Consent; part: 'consent.mail' | 'consent.reminder'; id: string },
): Promise<void> {
  const found = await getCaseOf(ctx, row.responseId)
  const managed = managedHere(found)
  if (!managed) return
  const t = tools.texts.in(await languageOf(ctx, row))
  const client = found.facts[managed.side === 'author' ? 'respondent' : 'author']
  const expires = consentEnds(row.asked)
  const token = await signLink(ctx, { purpose: CONSENT_LINK, subject: row.id, expires })
  const words = {
    name: managed.person.name,
    manager: row.managerName,
    title: found.content.title,
    organisation: client.organisation,
    plein: (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName,
    date: formatDate(answerEnds(row.asked, found), t.locale),
  }
  const href = `${ctx.config.origin}${consentLinkPath(token)}`
  const subject = t(`${part}.subject`, words)
  const paragraphs = [t('consent.mail.greeting', words), t(`${part}.what`, words), t('consent.mail.how', words)]
  const letter = {
    lang: t.locale,
    subject,
    paragraphs,
    open: t('consent.mail.open'),
    href,
    why: t('consent.mail.why', words),
  }
  const shortened = subject.replace(/\s+/g, ' ').slice(0, 180)
  await tools.mailer.send({ id, to: row.managerEmail, subject: shortened, ...letterOf(letter) })
}
