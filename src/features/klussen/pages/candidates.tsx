// "Wie past hierbij": who made himself available and fits a klus, for who wrote it, and inviting one of them.
import { type FieldFaults, Invalid, NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { page, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { CandidateList } from '../../../../views/klussen/candidates.tsx'
import { getContent } from '../../content/index.ts'
import { inviteCandidate } from '../commands/invite-candidate.ts'
import { listCandidates } from '../queries/availability.ts'
import type { Klus } from '../queries/list.ts'
import { factsOf, KLUS } from '../rules/facts.ts'

export function candidatePages(routes: PageRoutes): void {
  routes.get('/klussen/:id/people', showCandidates)
  routes.post('/klussen/:id/people', invite)
}

interface Unsent {
  readonly person: string
  readonly words: string
  readonly faults: FieldFaults
}

/** @param unsent an invitation that could not be sent stands there again */
async function showCandidates(request: PageRequest, unsent?: Unsent): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const { item, facts } = await klusOf(request)
  const candidates = await listCandidates(ctx, { item, facts })
  const path = paths.item(item.id)
  const mayInvite = facts.status === 'open' && facts.purpose === 'request'
  const klus = { title: item.title, path, expertise: facts.expertise, mayInvite }
  const again = unsent && {
    person: unsent.person,
    state: formState(t, { words: unsent.words }, unsent.faults),
    warned: isWarned(unsent.faults),
  }
  const body = <CandidateList {...{ t, klus, candidates }} hoursPerWeek={facts.hoursPerWeek} unsent={again} />
  const breadcrumbs = [
    { label: t('klussen.title'), href: '/klussen' },
    { label: item.title, href: path },
  ]
  return page(t('klussen.candidates.title'), body, {
    current: 'klussen',
    breadcrumbs,
    ...(unsent ? { status: 422 } : {}),
  })
}

const schema = z.object({ person: z.string(), words: z.string().trim().max(300, 'field.tooLong').default('') })

async function invite(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const klus = await klusOf(request)
  const { person, words } = parseForm(request, schema)
  try {
    warnOfSensitive(request, ['words'])
    await inviteCandidate(request.ctx, klus, { personId: person, words })
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return showCandidates(request, { person, words, faults: error.fields })
  }
  return redirect(`/klussen/${klus.item.id}/people`, 'klussen.candidates.invited')
}

/** @throws NotFound */
async function klusOf({ ctx, params }: PageRequest): Promise<Klus> {
  const item = await getContent(ctx, params['id'] ?? '')
  if (item.kind !== KLUS) throw new NotFound('content.notFound')
  return { item, facts: factsOf(item) }
}
