// Where the worker says who his manager is, and sees what came of it.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { form, page, redirect, signedIn } from '../../../web/kit.ts'
import { AskManager } from '../../../../views/consents/ask.tsx'
import { formState } from '../../../../views/ds/index.ts'
import { getCaseOf } from '../../responses/index.ts'
import { askManager } from '../commands/ask.ts'
import { answerEnds, listConsents, managedHere, needOf, rememberedManager } from '../queries.ts'
import { askForm, type Answer } from '../rules/consent.ts'
import { askPath } from '../rules/paths.ts'

/** /consents/:id of the response */
export async function askPage(request: PageRequest): Promise<PageAnswer> {
  const { personId } = signedIn(request)
  const { ctx, t, params } = request
  const found = await getCaseOf(ctx, params['id'] ?? '')
  if (managedHere(found)?.person.id !== personId) throw new NotFound('response.notFound')
  const { response, content } = found
  const [need, rows, remembered] = await Promise.all([
    needOf(ctx, found),
    listConsents(ctx.db, response.id),
    rememberedManager(ctx.db, personId),
  ])
  const asked = rows
    .filter(({ state }) => state !== 'withdrawn')
    .map((row) => ({ ...row, ends: answerEnds(row.asked, found), answer: row.state as Answer | 'asked' | 'lapsed' }))
  return form(request, {
    schema: askForm,
    initial: { name: remembered?.managerName ?? '', email: remembered?.managerEmail ?? '' },
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const about = { action: askPath(response.id) }
      const body = <AskManager {...{ t, state, asked, about, now: ctx.clock.now(), open: need !== undefined }} />
      return page(t('consent.ask.title'), body, {
        current: 'klussen',
        breadcrumbs: [{ label: content.title, href: `/responses/${response.id}` }],
      })
    },
    async submit(input) {
      await askManager(ctx, response.id, input)
      return redirect(askPath(response.id), 'consent.flash.asked')
    },
  })
}
