// The page on which one says that one is available for klussen.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { themes } from '../../../core/themes.ts'
import { z } from '../../../lib/schema.ts'
import { form, page, redirect, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { AvailabilityForm } from '../../../../views/klussen/availability.tsx'
import { getPerson } from '../../people/index.ts'
import { endAvailability, setAvailability } from '../commands/availability.ts'
import { getAvailability } from '../queries/availability.ts'
import { availabilityAudiences } from '../rules/availability.ts'

const typed = z.string().default('')
const schema = z.object({
  available: z.enum(['yes', 'no']).default('no'),
  hoursPerWeek: typed,
  subjects: typed,
  audience: z.enum(availabilityAudiences).default('network'),
  note: typed,
})

export function availabilityPages(routes: PageRoutes): void {
  routes.get('/settings/availability', editPage)
  routes.post('/settings/availability', editPage)
}

async function editPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId } = signedIn(request)
  const [availability, person] = await Promise.all([getAvailability(ctx.db, personId), getPerson(ctx.db, personId)])
  return form(request, {
    schema,
    initial: {
      available: availability ? 'yes' : 'no',
      hoursPerWeek: availability ? String(availability.hoursPerWeek).replace('.', t.locale === 'nl' ? ',' : '.') : '',
      subjects: (availability?.subjects ?? person.topics).join(', '),
      audience: availability?.audience ?? 'network',
      note: availability?.note ?? '',
    },
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <AvailabilityForm t={t} state={state} subjects={themes} warned={isWarned(faults)} />
      return page(t('klussen.available.title'), body)
    },
    async submit({ available, ...input }) {
      if (available === 'no') {
        await endAvailability(ctx)
        return redirect('/settings/availability', 'klussen.available.ended')
      }
      warnOfSensitive(request, ['note'])
      await setAvailability(ctx, { ...input, hoursPerWeek: Number(input.hoursPerWeek.replace(',', '.')) || 0 })
      return redirect('/settings/availability', 'klussen.available.saved')
    },
  })
}
