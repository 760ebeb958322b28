// Where a manager answers: with the link from his mail, or signed in when the address is that of his account here.
import { Conflict, Gone, NotFound } from '../../../core/errors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { form, page, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { AnswerConsent, Answered, ConsentNotice } from '../../../../views/consents/answer.tsx'
import { formState } from '../../../../views/ds/index.ts'
import { findAccountOf, readLink } from '../../accounts/index.ts'
import { getCaseOf } from '../../responses/index.ts'
import { checkAnswerable, decideConsent } from '../commands/decide.ts'
import { answerEnds, type Consent, findConsent, managedHere, needOf } from '../queries.ts'
import { answerForm, CONSENT_LINK } from '../rules/consent.ts'

/** /consent?token=… */
export async function linkPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  const given = request.form['token'] ?? request.query['token']
  const token = typeof given === 'string' ? given : ''
  const link = await readLink(ctx, token, CONSENT_LINK)
  if (link.outcome === 'wrong') return notice(request, 'consent.linkWrong', 403)
  const row = await findConsent(ctx.db, link.subject)
  if (!row) return notice(request, 'consent.notFound', 404)
  // Whoever has answered wants to read that, also when the link is old by now.
  if (link.outcome === 'over' && row.state === 'asked') return notice(request, 'consent.over', 410)
  return answerPage(request, row, { action: '/consent', token })
}

/** /consent/:id */
export async function signedInPage(request: PageRequest): Promise<PageAnswer> {
  const { personId } = signedIn(request)
  const { ctx, params } = request
  const row = await findConsent(ctx.db, params['id'] ?? '')
  const account = await findAccountOf(ctx.db, personId)
  if (!row || !account || row.managerEmail !== account.email) throw new NotFound('consent.notFound')
  return answerPage(request, row, { action: `/consent/${row.id}` })
}

/** @throws what is no "too late" */
async function whyNot(ctx: Ctx, row: Consent): Promise<Gone | Conflict | undefined> {
  try {
    checkAnswerable(row, ctx.clock.now())
    const need = await needOf(ctx, await getCaseOf(ctx, row.responseId))
    return need?.version === row.termsVersion ? undefined : new Gone('consent.notNeeded')
  } catch (error) {
    if (error instanceof Gone || error instanceof Conflict) return error
    throw error
  }
}

async function answerPage(
  request: PageRequest,
  row: Consent,
  at: { readonly action: string; readonly token?: string },
): Promise<PageAnswer> {
  const { ctx, t } = request
  const late = await whyNot(ctx, row)
  if (late) return notice(request, late.code, late.status, row)
  const found = await getCaseOf(ctx, row.responseId)
  const managed = managedHere(found)
  const Terms = ctx.kinds.get(found.content.kind).views?.Terms
  if (!managed || !Terms) throw new NotFound('consent.notFound')
  const client = found.facts[managed.side === 'author' ? 'respondent' : 'author']
  const data = found.flow.visible(found.response.data, managed.side, ctx.clock.now()) as unknown
  return form(request, {
    schema: answerForm,
    show: (values, faults) => {
      const about = { name: managed.person.name, title: found.content.title, organisation: client.organisation }
      const terms = Terms({ t, data, version: row.termsVersion })
      const state = formState(t, values, faults)
      const body = (
        <AnswerConsent
          {...{ t, state, terms, about, ...at }}
          until={answerEnds(row.asked, found)}
          warned={isWarned(faults)}
        />
      )
      return page(t('consent.title', about), body)
    },
    async submit(input) {
      warnOfSensitive(request, ['words'])
      await decideConsent(ctx, row.id, input)
      const about = { name: managed.person.name, organisation: client.organisation }
      return page(t('consent.thanks.title'), <Answered t={t} answer={input.answer} about={about} />)
    },
  })
}

function notice(request: PageRequest, code: string, status: number, row?: Consent): PageAnswer {
  const { t, ctx } = request
  const given = row?.decided && ['given', 'conditional', 'refused'].includes(row.state)
  const title = t.find(`${code}.title`) ?? t('consent.notice.title')
  const body = (
    <ConsentNotice
      t={t}
      title={title}
      text={t(code)}
      answer={given ? { state: row.state, at: row.decided ?? '', words: row.words, now: ctx.clock.now() } : undefined}
    />
  )
  return page(title, body, { status })
}
