// The directory of people, and search over people, groups and pasted addresses.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, Refusal } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import { page, pageInput, redirect, signedIn } from '../../../web/kit.ts'
import { GroupCard } from '../../../../views/groups/group-card.tsx'
import { PeopleDirectory, SearchPage } from '../../../../views/people/directory.tsx'
import { findActor, findActorByIri } from '../../actors/index.ts'
import { findCommentByIri } from '../../comments/index.ts'
import { findContent, findContentByIri, listContent, normaliseTag } from '../../content/index.ts'
import { findGroup, listGroups } from '../../groups/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { searchPeople } from '../queries/directory.ts'

const FOUND = 8
const QUERY_MAX = 500

export function directoryPages(routes: PageRoutes): void {
  routes.get('/people', peoplePage)
  routes.get('/search', searchPage)
}

async function peoplePage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, query } = request
  signedIn(request)
  const search = (query['q'] ?? '').trim().slice(0, QUERY_MAX)
  const here = query['show'] === 'here'
  const [people, own] = await Promise.all([
    searchPeople(ctx, search, pageInput(request, 40), { here }),
    ownOrganisation(ctx.db),
  ])
  const next =
    people.next &&
    `/people?${new URLSearchParams({ q: search, ...(here ? { show: 'here' } : {}), after: people.next }).toString()}`
  const organisation = own?.name ?? ctx.config.hostName
  const body = <PeopleDirectory {...{ t, search, here, organisation, next }} people={people.items} />
  return page(t('person.title'), body, { current: 'people' })
}

async function searchPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const q = (request.query['q'] ?? '').trim().slice(0, QUERY_MAX)
  if (/^#[^\s#]+$/.test(q)) return redirect(paths.tag(q.slice(1).toLowerCase()))
  const pasted = ctx.viewer.type === 'person' && isAddress(q)
  const opened = pasted ? await openPasted(request, q) : undefined
  if (opened && 'path' in opened) return redirect(opened.path)
  const seesPeople = ctx.viewer.type === 'person' && q !== '' && !pasted
  const [people, groups, subject] = await Promise.all([
    seesPeople ? searchPeople(ctx, q, { limit: FOUND }) : { items: [], next: undefined },
    q !== '' && !pasted ? listGroups(ctx, { search: q }, { limit: FOUND }) : { items: [], next: undefined },
    pasted ? undefined : subjectOf(ctx, q),
  ])
  const cards = groups.items.map((group) => <GroupCard key={group.id} group={group} t={t} level={3} />)
  const body = (
    <SearchPage
      {...{ t, q }}
      people={people.items}
      morePeople={people.next !== undefined}
      moreGroups={groups.next !== undefined}
      groups={cards}
      subject={subject}
      notReached={opened?.words}
    />
  )
  return page(t('person.find.title'), body)
}

/** The subject that is called so, when there is something to read about it. */
async function subjectOf(ctx: Ctx, q: string): Promise<{ name: string; path: string } | undefined> {
  const tag = normaliseTag(q)
  if (!/^[^\s#]+$/.test(tag)) return undefined
  const found = await listContent(ctx, { tag, inStreams: true }, { limit: 1 })
  return found.items.length > 0 ? { name: `#${tag}`, path: paths.tag(tag) } : undefined
}

/** `@naam@host`, `naam@host`, or a link. */
function isAddress(q: string): boolean {
  return /^https?:\/\/\S+$/i.test(q) || /^@?[^\s@/]+@[^\s@/]+$/u.test(q)
}

/** Where to go for what was pasted, or why there is nowhere to go. */
async function openPasted(request: PageRequest, q: string): Promise<{ path: string } | { words: string }> {
  const { t } = request
  try {
    const path = await resolve(request, q)
    return path === undefined ? { words: t('person.find.notReached') } : { path }
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error
    return { words: t.find(error.code, error.params) ?? t('person.find.notReached') }
  }
}

/**
 * The page inside this plein of what was pasted; undefined when it cannot be found or reached.
 * @throws Forbidden when this plein does not talk to the other one
 */
async function resolve(request: PageRequest, q: string): Promise<string | undefined> {
  const { ctx, lookup } = request
  const { origin } = ctx.config
  if (/^https?:/i.test(q)) {
    const known = await pageOf(request, q)
    if (known !== undefined) return known
    // A page of this plein itself.
    if (q.startsWith(`${origin}/`)) return q.slice(origin.length)
  }
  const iri = await lookup.webfinger(q)
  return iri === undefined ? undefined : fetchPage(request, iri)
}

/** An actor, or an item or comment that is for everyone. */
async function fetchPage(request: PageRequest, iri: string): Promise<string | undefined> {
  const { lookup } = request
  try {
    const actor = await lookup.actor(iri)
    if (actor) return await actorPage(request, actor.id)
    const object = await lookup.object(iri)
    if (object === 'gone') return undefined
    await lookup.ingest(object, { askedFor: true })
    return await pageOf(request, typeof object['id'] === 'string' ? object['id'] : iri)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** Where something stands here that is known already. */
async function pageOf(request: PageRequest, iri: string): Promise<string | undefined> {
  const { ctx } = request
  const content = await findContentByIri(ctx, iri)
  if (content) return paths.item(content.id)
  const comment = await findCommentByIri(ctx.db, iri)
  if (comment?.state === 'published' && (await findContent(ctx, comment.contentId)))
    return `${paths.item(comment.contentId)}?comment=${comment.id}#comment-${comment.id}`
  const actor = await findActorByIri(ctx.db, iri)
  return actor && actorPage(request, actor.id)
}

async function actorPage({ ctx }: PageRequest, id: Parameters<typeof findActor>[1]): Promise<string | undefined> {
  const actor = await findActor(ctx.db, id)
  if (!actor || actor.type === 'instance') return undefined
  if (actor.type === 'person') return paths.person(handleOf(actor))
  return (await findGroup(ctx, actor.id))?.path
}
