// The list of klussen, with filters.
import type { FieldFaults } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { themeGroups, themes } from '../../../core/themes.ts'
import type { Page } from '../../../lib/cursor.ts'
import type { VNode } from 'preact'
import { page } from '../../../web/kit.ts'
import { formState } from '../../../../views/ds/index.ts'
import { KlusList } from '../../../../views/klussen/list.tsx'
import { KlusSide } from '../../../../views/klussen/side.tsx'
import { organisationTypes } from '../../organisations/index.ts'
import { SEARCH_NAME_MAX } from '../commands/searches.ts'
import { countWaitingReview } from '../queries/approval.ts'
import { getAvailability } from '../queries/availability.ts'
import { cardsOf } from '../queries/cards.ts'
import { abilitiesOf, listByFit } from '../queries/fitting.ts'
import { askedOf, countKlussen, COUNTED, type Klus, listKlussen } from '../queries/list.ts'
import { mayOversee } from '../queries/overview.ts'
import { listSearches } from '../queries/searches.ts'
import { filterFrom, isEverything, type KlusFilter, queryOf, sorts } from '../rules/filter.ts'
import type { Abilities } from '../rules/fit.ts'

const ON_A_PAGE = 20

/** The same for the list and its number. */
type LookedUp = ReturnType<typeof askedOf>

export function listPages(routes: PageRoutes): void {
  routes.get('/klussen', (request) => showKlussen(request))
}

/** What one wanted to call a search, and why it cannot be saved. */
export interface Unsaved {
  readonly name: string
  readonly faults: FieldFaults
}

/** GET /klussen, and a search that could not be saved. */
export async function showKlussen(request: PageRequest, unsaved?: Unsaved): Promise<PageAnswer> {
  const { ctx, t } = request
  const person = ctx.viewer.type === 'person' ? ctx.viewer : undefined
  const asked = filterFrom(request.query)
  const filter = !person && asked.sort === 'fit' ? without(asked, 'sort') : asked
  const abilities = person && (await abilitiesOf(ctx.db, person.personId))
  const noSubjects = filter.sort === 'fit' && abilities?.subjects.length === 0
  const lookedUp = askedOf(ctx, filter)
  const found = await find(request, filter, { abilities, lookedUp })
  const count = await countOf(request, filter, { found, lookedUp })
  const klussen = await cardsOf(ctx, found.items, abilities)
  const body = (
    <KlusList
      {...{ t, filter, klussen, noSubjects }}
      now={ctx.clock.now()}
      count={count}
      first={!request.query['after']}
      counted={COUNTED}
      chosen={chosenOf(filter)}
      sorts={sortsOf(filter, person !== undefined)}
      subjects={themes}
      groups={themeGroups}
      organisationTypes={organisationTypes}
      next={found.next && pathOf(filter, found.next)}
      signedIn={person !== undefined}
      side={await sideOf(request, filter, unsaved)}
    />
  )
  const isOpen = person === undefined && isEverything(filter)
  return page(t('klussen.title'), body, {
    current: 'klussen',
    public: person === undefined,
    atom: atomOf(filter),
    ...(unsaved ? { status: 422 } : {}),
    ...(isOpen ? { description: t('klussen.lead'), canonical: `${ctx.config.origin}/klussen` } : {}),
  })
}

/** How many there are, on the first page; what stands on it whole need not be counted again. */
async function countOf(
  { ctx, query }: PageRequest,
  filter: KlusFilter,
  { found, lookedUp }: { found: Page<Klus>; lookedUp: LookedUp },
): Promise<number | undefined> {
  if (query['after'] || filter.sort === 'fit') return undefined
  return found.next === undefined ? found.items.length : countKlussen(ctx, filter, lookedUp)
}

async function sideOf({ ctx, t }: PageRequest, filter: KlusFilter, unsaved?: Unsaved): Promise<VNode> {
  const atom = atomOf(filter)
  if (ctx.viewer.type !== 'person')
    return <KlusSide {...{ t, atom }} signedIn={false} available={undefined} searches={[]} save={undefined} />
  const query = queryOf({ ...filter, sort: 'newest' })
  const [available, saved, overview, waiting] = await Promise.all([
    getAvailability(ctx.db, ctx.viewer.personId),
    listSearches(ctx),
    mayOversee(ctx),
    countWaitingReview(ctx),
  ])
  const searches = saved.map((search) => ({ ...search, current: search.query === query }))
  const canSave = !isEverything(filter) && !searches.some(({ current }) => current)
  const state = formState(t, { name: unsaved?.name ?? nameOf(filter) }, unsaved?.faults ?? {})
  const save = canSave || unsaved ? { query, state } : undefined
  return <KlusSide {...{ t, atom, available, searches, save, overview, waiting }} signedIn />
}

/** What a search could be called: what one typed. */
function nameOf({ search, expertise, theme, place }: KlusFilter): string {
  const group = themeGroups.find(({ name }) => name === theme)?.nl
  return [search, expertise?.join(', '), group, place].filter(Boolean).join(', ').slice(0, SEARCH_NAME_MAX)
}

function atomOf(filter: KlusFilter): string {
  const query = queryOf({ ...filter, sort: 'newest' })
  return query ? `/klussen/atom?${query}` : '/klussen/atom'
}

function find(
  { ctx, query }: PageRequest,
  filter: KlusFilter,
  { abilities, lookedUp }: { abilities: Abilities | undefined; lookedUp: LookedUp },
): Promise<Page<Klus>> {
  const input = { after: query['after'] || undefined, limit: ON_A_PAGE }
  if (filter.sort !== 'fit' || !abilities || ctx.viewer.type !== 'person')
    return listKlussen(ctx, filter, input, lookedUp)
  // Whoever has no subjects is told how to get some.
  if (abilities.subjects.length === 0) return Promise.resolve({ items: [], next: undefined })
  return listByFit(ctx, { personId: ctx.viewer.personId, abilities, lookedUp }, filter, input)
}

function pathOf(filter: KlusFilter, after?: string): string {
  const query = [queryOf(filter), after && `after=${encodeURIComponent(after)}`].filter(Boolean).join('&')
  return query ? `/klussen?${query}` : '/klussen'
}

function sortsOf(filter: KlusFilter, signedIn: boolean) {
  return sorts
    .filter((name) => signedIn || name !== 'fit')
    .map((name) => ({ name, href: pathOf({ ...filter, sort: name }), current: (filter.sort ?? 'newest') === name }))
}

function chosenOf(filter: KlusFilter) {
  return Object.keys(filter)
    .filter((name) => name !== 'sort')
    .map((name) => ({ name, href: pathOf(without(filter, name as keyof KlusFilter)) }))
}

function without(filter: KlusFilter, name: keyof KlusFilter): KlusFilter {
  return Object.fromEntries(Object.entries(filter).filter(([one]) => one !== name))
}
