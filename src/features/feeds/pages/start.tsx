// The start page, for who is signed in and for who is not, and the page of a tag.
import type { VNode } from 'preact'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, pageInput } from '../../../web/kit.ts'
import { ContentList } from '../../../../views/content/list.tsx'
import { StartPage } from '../../../../views/feeds/start.tsx'
import { TagPage } from '../../../../views/feeds/tag.tsx'
import { WelcomePage } from '../../../../views/feeds/welcome.tsx'
import { FittingKlussen } from '../../../../views/klussen/fitting.tsx'
import { cardsOf, listContent, normaliseTag } from '../../content/index.ts'
import { listGroups } from '../../groups/index.ts'
import { abilitiesOf, klusCardsOf, listFitting } from '../../klussen/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { listSharers, listStream } from '../queries.ts'
import { streamFrom, streamPath } from '../rules.ts'
import { atomPages } from './atom.ts'

export function pages(routes: PageRoutes): void {
  routes.get('/', (request) => (request.ctx.viewer.type === 'person' ? showStart(request) : showWelcome(request)))
  routes.get('/tag/:tag', showTag)
  atomPages(routes)
}

async function showStart(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, query } = request
  const stream = streamFrom(query['stream'])
  const input = pageInput(request)
  const [found, mine, suggestions, klussen] = await Promise.all([
    listStream(ctx, stream, input),
    listGroups(ctx, { mine: true }, { limit: 8 }),
    listGroups(ctx, { notMine: true }, { limit: 4 }),
    fittingKlussen(request),
  ])
  const [cards, sharers] = await Promise.all([
    cardsOf(ctx, found.items),
    stream === 'mine' ? listSharers(ctx, found.items) : undefined,
  ])
  const items = cards.map((card) => ({ ...card, sharedBy: sharers?.get(card.id) }))
  const path = streamPath(stream)
  const next = found.next && `${path}${path.includes('?') ? '&' : '?'}after=${found.next}`
  const list =
    items.length > 0 ? <ContentList t={t} now={ctx.clock.now()} items={items} next={next} level={2} /> : undefined
  const body = (
    <StartPage t={t} stream={stream} list={list} mine={mine.items} suggestions={suggestions.items} klussen={klussen} />
  )
  return page(t('feeds.start.title'), body, { current: 'start' })
}

/** Three that fit one's profile, with the reason. */
async function fittingKlussen({ ctx, t }: PageRequest): Promise<VNode | undefined> {
  if (ctx.viewer.type !== 'person') return undefined
  const { personId } = ctx.viewer
  const abilities = await abilitiesOf(ctx.db, personId)
  const { items } = await listFitting(ctx, { personId, abilities }, {}, { limit: 3 })
  if (items.length === 0) return undefined
  const klussen = await klusCardsOf(ctx, items, abilities)
  return <FittingKlussen {...{ t, klussen }} now={ctx.clock.now()} />
}

async function showWelcome(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const input = pageInput(request, 10)
  const [organisation, groups, found] = await Promise.all([
    ownOrganisation(ctx.db),
    listGroups(ctx, {}, { limit: 6 }),
    listStream(ctx, 'network', input),
  ])
  const name = organisation?.name ?? ctx.config.hostName
  const items = await cardsOf(ctx, found.items)
  const next = found.next && `/?after=${found.next}`
  const list = items.length > 0 ? <ContentList t={t} now={ctx.clock.now()} items={items} next={next} /> : undefined
  const body = <WelcomePage t={t} organisation={name} groups={groups.items} list={list} first={!input.after} />
  return page(t('feeds.welcome.title', { organisation: name }), body, {
    current: 'start',
    public: true,
    description: t('feeds.welcome.lead', { organisation: name }),
    canonical: ctx.config.origin,
    atom: '/atom',
  })
}

async function showTag(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const tag = normaliseTag(request.params['tag'] ?? '')
  const found = await listContent(ctx, { tag, inStreams: true }, pageInput(request))
  const items = await cardsOf(ctx, found.items)
  const path = paths.tag(tag)
  const next = found.next && `${path}?after=${found.next}`
  const list =
    items.length > 0 ? <ContentList t={t} now={ctx.clock.now()} items={items} next={next} level={2} /> : undefined
  return page(`#${tag}`, <TagPage t={t} tag={tag} list={list} />, {
    public: ctx.viewer.type === 'guest',
    description: t('feeds.tag.lead', { tag }),
    canonical: `${ctx.config.origin}${path}`,
    atom: `${path}/atom`,
  })
}
