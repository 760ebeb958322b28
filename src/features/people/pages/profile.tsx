// Pages of one person: profile, following, followers.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { formatNumber } from '../../../lib/format.ts'
import { plainText } from '../../../lib/html.ts'
import { paths } from '../../../lib/urls.ts'
import type { Translate } from '../../../platform/i18n/texts.ts'
import { page, pageInput, redirect, signedIn } from '../../../web/kit.ts'
import { ContentList } from '../../../../views/content/list.tsx'
import { FollowList } from '../../../../views/people/directory.tsx'
import { ProfilePage } from '../../../../views/people/profile.tsx'
import { refreshWhenOld } from '../../actors/index.ts'
import { cardsOf, listBriefs } from '../../content/index.ts'
import { knownAmong } from '../../groups/index.ts'
import { type Availability, findAvailability, listShownKlussen, type ShownKlus } from '../../klussen/index.ts'
import { followPerson, unfollowPerson } from '../commands/follow.ts'
import { listFollowerCards, listFollowingCards } from '../queries/directory.ts'
import { getProfile, type Profile } from '../queries/profile.ts'

export function profilePages(routes: PageRoutes): void {
  routes.get('/@:handle', profilePage)
  routes.get('/@:handle/followers', (request) => followsPage(request, 'followers'))
  routes.get('/@:handle/following', (request) => followsPage(request, 'following'))
  routes.post('/@:handle/follow', followAction)
  routes.post('/@:handle/unfollow', unfollowAction)
}

async function profilePage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const profile = await findOrFetch(request)
  const { card } = profile
  if (!card.local) await refreshWhenOld(ctx, card.id)
  const [items, availability, done] = await Promise.all([
    listBriefs(ctx, { authorId: card.id }, pageInput(request)),
    findAvailability(ctx, card.id),
    listShownKlussen(ctx, card.id),
  ])
  const stream = items.items.length > 0 && (
    <ContentList
      t={t}
      now={ctx.clock.now()}
      items={await cardsOf(ctx, items.items)}
      next={items.next && `${card.path}?after=${items.next}`}
    />
  )
  const picture = profile.pictureMediaId ? paths.media(profile.pictureMediaId, 'small') : undefined
  const address = card.local ? `@${card.handle}@${ctx.config.hostName}` : `@${card.handle}`
  const body = (
    <ProfilePage
      t={t}
      profile={{ ...profile, picture }}
      address={address}
      signedIn={ctx.viewer.type === 'person'}
      done={done.map((klus) => doneKlus(klus, profile.self))}
      stream={stream || undefined}
      available={availability && availableWords(t, availability)}
    />
  )
  return page(card.name, body, {
    current: 'people',
    activityIri: card.iri,
    description:
      plainText(profile.about).slice(0, 200) || [card.jobTitle, card.organisation].filter(Boolean).join(', '),
    // What lives elsewhere is indexed there.
    ...(card.local ? { public: true, canonical: `${ctx.config.origin}${card.path}`, atom: `${card.path}/atom` } : {}),
  })
}

function doneKlus({ responseId, contentId, ...klus }: ShownKlus, self: boolean) {
  const choicePath = self ? `/responses/${responseId}` : undefined
  return { ...klus, id: responseId, path: paths.item(contentId), choicePath }
}

/** "4 uur per week: archivering, privacy. Vooral op dinsdag" */
function availableWords(t: Translate, { hoursPerWeek, subjects, note }: Availability): string {
  const hours = formatNumber(hoursPerWeek, t.locale)
  const words = t('person.profile.availableFor', { hours, subjects: subjects.join(', ') })
  return note ? `${words}. ${note}` : words
}

/** Somebody of elsewhere whom nobody here met yet is looked up, when one is signed in. */
async function findOrFetch(request: PageRequest): Promise<Profile> {
  const { ctx, params, lookup } = request
  const handle = params['handle'] ?? ''
  try {
    return await getProfile(ctx, handle)
  } catch (error) {
    if (!(error instanceof NotFound) || !handle.includes('@') || ctx.viewer.type !== 'person') throw error
    const iri = await lookup.webfinger(handle)
    const actor = iri === undefined ? undefined : await lookup.actor(iri)
    if (actor?.type !== 'person') throw error
    return getProfile(ctx, handle)
  }
}

async function followAction(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { card } = await findOrFetch(request)
  const { outcome } = await followPerson(request.ctx, card.id)
  return redirect(card.path, outcome === 'followed' ? 'person.flash.followed' : 'person.flash.asked')
}

async function unfollowAction(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { card } = await getProfile(request.ctx, request.params['handle'] ?? '')
  await unfollowPerson(request.ctx, card.id)
  return redirect(card.path, 'person.flash.unfollowed')
}

async function followsPage(request: PageRequest, side: 'followers' | 'following'): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const { card } = await getProfile(ctx, request.params['handle'] ?? '')
  const list = side === 'followers' ? listFollowerCards : listFollowingCards
  const found = await list(ctx, card.id, pageInput(request, 40))
  const groups = found.items.filter((one) => one.type === 'group').map((one) => one.id)
  const known = await knownAmong(ctx, groups)
  // Who is in a hidden group is for its members to know.
  const shown = found.items.filter((one) => one.type !== 'group' || known.has(one.id))
  const next = found.next && `${card.path}/${side}?after=${found.next}`
  const body = <FollowList t={t} people={shown} next={next} side={side} name={card.name} />
  const breadcrumbs = [{ label: card.name, href: card.path }]
  return page(t(`person.${side}.title`, { name: card.name }), body, { current: 'people', breadcrumbs })
}
