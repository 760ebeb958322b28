// Atom feeds (RFC 4287) of what anybody may read: all, of a group, of a person, of a tag.
import { Feed } from 'feed'
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { guest } from '../../../core/viewer.ts'
import { dateOf } from '../../../lib/clock.ts'
import { escapeHtml, excerpt } from '../../../lib/html.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import { file } from '../../../web/kit.ts'
import { findActorByHandle } from '../../actors/index.ts'
import { type ContentFilter, listContent, normaliseTag } from '../../content/index.ts'
import { getGroup } from '../../groups/index.ts'
import { filterFrom, type KlusFilter, listKlussen, queryOf } from '../../klussen/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'

/** How many entries a feed has. */
const ENTRIES = 30

export function atomPages(routes: PageRoutes): void {
  routes.get('/atom', allAtom)
  routes.get('/g/:handle/atom', groupAtom)
  routes.get('/@:handle/atom', personAtom)
  routes.get('/tag/:tag/atom', tagAtom)
  routes.get('/klussen/atom', klussenAtom)
}

async function allAtom(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  const name = (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName
  return atom(ctx, { title: name, path: '/', atomPath: '/atom', filter: {} })
}

async function groupAtom(request: PageRequest): Promise<PageAnswer> {
  const ctx = asGuest(request.ctx)
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  if (group.access !== 'open') throw new NotFound('group.notFound')
  const atomPath = `${group.path}/atom`
  return atom(ctx, { title: group.name, path: group.path, atomPath, filter: { groupId: group.id } })
}

async function personAtom(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  const actor = await findActorByHandle(ctx.db, request.params['handle'] ?? '', ctx.config.hostName)
  if (actor?.type !== 'person' || actor.gone) throw new NotFound()
  const path = paths.person(handleOf(actor))
  return atom(ctx, { title: actor.name, path, atomPath: `${path}/atom`, filter: { authorId: actor.id } })
}

function tagAtom(request: PageRequest): Promise<PageAnswer> {
  const tag = normaliseTag(request.params['tag'] ?? '')
  const path = paths.tag(tag)
  return atom(request.ctx, { title: `#${tag}`, path, atomPath: `${path}/atom`, filter: { tag } })
}

/** Open klussen, with the filters of the list. */
async function klussenAtom(request: PageRequest): Promise<PageAnswer> {
  const ctx = asGuest(request.ctx)
  const filter: KlusFilter = { ...filterFrom(request.query), sort: 'newest' }
  const query = queryOf(filter)
  const { items } = await listKlussen(ctx, filter, { limit: ENTRIES })
  const name = (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName
  const path = query ? `/klussen?${query}` : '/klussen'
  const atomPath = query ? `/klussen/atom?${query}` : '/klussen/atom'
  const title = request.t('klussen.atom', { organisation: name })
  return feedOf(
    ctx,
    { title, path, atomPath },
    items.map(({ item }) => item),
  )
}

/** A feed is the same for everybody: what it holds is what guests may see, whoever asks. */
function asGuest(ctx: Ctx): Ctx {
  return { ...ctx, viewer: guest }
}

interface AtomSubject {
  readonly title: string
  readonly path: string
  readonly atomPath: string
  readonly filter: ContentFilter
}

async function atom(ctx: Ctx, subject: AtomSubject): Promise<PageAnswer> {
  const { items } = await listContent(
    asGuest(ctx),
    { ...subject.filter, inStreams: true, newest: true },
    { limit: ENTRIES },
  )
  return feedOf(ctx, subject, items)
}

async function feedOf(ctx: Ctx, subject: Omit<AtomSubject, 'filter'>, items: readonly Content[]): Promise<PageAnswer> {
  const { origin } = ctx.config
  const authors = await listCards(
    ctx.db,
    items.map((item) => item.authorId),
  )
  const updated = items
    .map((item) => item.edited ?? item.published)
    .toSorted()
    .at(-1)
  const feed = new Feed({
    id: `${origin}${subject.atomPath}`,
    title: subject.title,
    link: `${origin}${subject.path}`,
    feedLinks: { atom: `${origin}${subject.atomPath}` },
    // A feed without entries changes with nothing: a fixed moment keeps its bytes, and so its ETag, the same.
    updated: dateOf(updated ?? '2000-01-01T00:00:00.000Z'),
    copyright: '',
    generator: 'Dwarsverband',
  })
  for (const item of items) feed.addItem(entryOf(ctx, item, authors.get(item.authorId)))
  return file('application/atom+xml; charset=utf-8', onlyXml(feed.atom1()), {
    'cache-control': 'public, max-age=60',
    ...(updated ? { 'last-modified': dateOf(updated).toUTCString() } : {}),
  })
}

/** Characters that XML 1.0 cannot hold (§2.2) would make the whole feed unreadable. */
function onlyXml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, '').toWellFormed()
}

function entryOf({ config, kinds }: Ctx, item: Content, author: ActorCard | undefined) {
  const { origin } = config
  // What a kind says for software that does not know it, says it for readers of feeds too.
  const note = kinds.find(item.kind)?.companion?.(item)
  return {
    id: item.iri,
    // The library says that these are HTML; they are plain text.
    title: escapeHtml(item.title || excerpt(item.summary, 80) || item.published.slice(0, 10)),
    link: item.local ? `${origin}${paths.item(item.id)}` : item.url,
    published: dateOf(item.published),
    date: dateOf(item.edited ?? item.published),
    description: escapeHtml(note?.summary ?? item.summary),
    content: `${note?.head ?? ''}${item.html}`.replace(/ (src|href)="\//g, ` $1="${origin}/`),
    ...(author ? { author: [{ name: author.name, link: `${origin}${author.path}` }] } : {}),
  }
}
