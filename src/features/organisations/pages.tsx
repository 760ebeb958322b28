// The page on which administrators say who they are and how they are reached.
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { z } from '../../lib/schema.ts'
import { adminOnly, form, page, redirect } from '../../web/kit.ts'
import { formState } from '../../../views/ds/index.ts'
import { EditOrganisation } from '../../../views/organisations/edit.tsx'
import { editOrganisation } from './commands.ts'
import { contactsOf, ownOrganisation } from './queries.ts'
import { contactText, organisationTypes } from './rules.ts'

export function pages(routes: PageRoutes): void {
  routes.get('/admin/organisation', organisationPage)
  routes.post('/admin/organisation', organisationPage)
}

const typed = z.string().default('')

async function organisationPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  adminOnly(request)
  const [own, contacts] = await Promise.all([ownOrganisation(ctx.db), contactsOf(ctx.db)])
  return form(request, {
    schema: z.object({ organisation: typed, type: typed, contact: typed, security: typed }),
    initial: {
      organisation: own?.name ?? '',
      type: own?.type ?? '',
      contact: contactText(contacts.general ?? ''),
      security: contactText(contacts.security ?? ''),
    },
    show: (values, faults) =>
      page(
        t('organisation.edit.title'),
        <EditOrganisation t={t} state={formState(t, values, faults)} types={organisationTypes} />,
        { current: 'admin' },
      ),
    async submit({ organisation, type, contact, security }) {
      await editOrganisation(ctx, { name: organisation, type, contact, security })
      return redirect('/admin/organisation', 'organisation.flash.saved')
    },
  })
}
