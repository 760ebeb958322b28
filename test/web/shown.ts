// Two pleinen with something of everything on them, and the pages and states that a person meets there.
import type { Page } from 'playwright-core'
import type { Ctx } from '../../src/core/context.ts'
import { showProgress } from '../../src/features/groups/commands/keep-history.ts'
import { getGroup, historyOrder } from '../../src/features/groups/index.ts'
import type { ActorId } from '../../src/lib/id.ts'
import { addJobs, type NewJob, WORK } from '../../src/platform/queue/queue.ts'
import type { Assets } from '../../src/web/assets/assets.ts'
import type { CapturedMail } from '../kit/mail.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import { agreements } from './agreements.ts'
import { klusExample } from '../kinds/klus/example.ts'
import { writesItem } from '../kit/writing.ts'
import type { TestServer } from '../kit/server.ts'

export type Who = 'guest' | 'member' | 'newcomer' | 'admin'

/** A page, or a state that one brings about on it. */
export interface Shown {
  readonly who: Who
  readonly path: string
  readonly act?: (page: Page) => Promise<void>
  /** Of the answer to the page itself. Absent: anything below 500. */
  readonly status?: number
  /** Only this part is looked at: what an open menu covers comes back when one closes it. */
  readonly part?: string
}

export interface Plein {
  readonly server: TestServer
  readonly theme: 'voorbeeld' | 'ma'
  readonly people: Readonly<Record<Exclude<Who, 'guest'>, Person>>
  readonly shown: readonly Shown[]
}

const TEXT = `## Wat we deden

We belden **iedereen** die iets indiende, zie [de handleiding](https://voorbeeld.example/handleiding).

1. Intake
2. Toets

- [x] gedaan
- [ ] nog te doen

| wat | toen | nu |
|---|---|---|
| duur | 54 dagen | 21 dagen |

> Bel eerst, schrijf later.

\`\`\`
een stuk code dat zo lang is dat het op een telefoon niet op een regel past en dus zelf moet kunnen schuiven
\`\`\`

#omgevingswet`

const KLUS = {
  own_purpose: 'request',
  own_result: klusExample.result,
  own_expertise: 'participatie, schrijven',
  own_hoursTotal: '16',
  own_where: 'remote',
  own_responders: 'network',
  own_closes: klusExample.closes,
  body: 'Denk mee over het **participatieplan**.',
}

const LONG_TITLE =
  'Hottentottententententoonstellingsmakersopleidingsprogrammavergunningaanvraagformulierenbeleid in de praktijk'

/** Each has a theme of its own, a closed and an empty group, and members at the other. */
export async function openPleinen(assets: Assets): Promise<{ network: Network; pleinen: readonly Plein[] }> {
  const names = { Gemeente: 'voorbeeld', Waterschap: 'ma' } as const
  const network = await startNetwork(Object.keys(names), {
    overrides: { assets },
    each: { Waterschap: { overrides: { theme: 'ma' } } },
  })
  const begun = []
  for (const [name, theme] of Object.entries(names)) {
    const server = network.server(name)
    const fatima = await server.person('Fatima El Amrani')
    const newcomer = await server.person('Nieuwe Collega')
    const admin = await server.person('Bea Beheer', { handle: 'bea' })
    begun.push({ server, theme, people: { member: fatima, newcomer, admin } })
  }
  const pleinen: Plein[] = []
  for (const [index, one] of begun.entries()) {
    const other = begun[1 - index]
    if (!other) throw new Error('there are two')
    pleinen.push({ ...one, shown: await fill(network, one, other.people.member) })
  }
  for (const [index, one] of pleinen.entries()) {
    const other = pleinen[1 - index]
    if (!other) throw new Error('there are two')
    const shown = await groupsElsewhere(network, one, other)
    pleinen[index] = { ...one, shown: [...one.shown, ...shown] }
  }
  return { network, pleinen }
}

/** Groups of the other plein: with its posts here, with posts under way, with posts that were not to be had. */
async function groupsElsewhere(network: Network, { server, people }: Plein, other: Plein): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const history of ['done', 'fetching', 'failed'] as const) {
    const group = await other.people.member.startsGroup(`Van elders: ${history}`)
    await other.people.member.posts({ title: 'Van hier', body: 'En straks ook daar.', group })
    const path = await people.newcomer.finds(`@${group}@${other.server.host}`)
    await people.newcomer.joins(path.replace('/g/', ''))
    await network.settle()
    const ctx = server.app.ctx(await server.viewer(people.newcomer.identity.handle))
    const { id } = await getGroup(ctx, path.replace('/g/', ''))
    await showProgress(ctx, id, { history })
    if (history === 'fetching') await server.app.ctx().transaction((tx) => addJobs(tx, ctx.clock, [later(ctx, id)]))
    shown.push({ who: 'newcomer', path })
  }
  return shown
}

/** Work on the history of the group that goes on for as long as somebody looks. */
function later({ clock }: Ctx, groupId: ActorId): NewJob {
  const key = `history.end:${groupId}`
  const runAt = clock.in(365 * 86_400_000)
  return { queue: WORK, name: 'history.end', key, payload: { groupId }, orderingKey: historyOrder(groupId), runAt }
}

async function fill(network: Network, one: Omit<Plein, 'shown'>, elsewhere: Person): Promise<Shown[]> {
  const { member, newcomer, admin } = one.people
  const group = await member.startsGroup('Omgevingswet in de praktijk', {
    about: 'Voor wie **dagelijks** met de wet werkt.',
  })
  const closed = await member.startsGroup('Besloten overleg', { access: 'closed' })
  const empty = await member.startsGroup('Nog leeg')
  const item = await member.posts({ title: 'Van acht weken naar drie', body: TEXT, group })
  await member.posts({ title: LONG_TITLE, body: 'Kort.', group })
  await member.submits(`${item}/edit`, { field: 'body' }, { body: `${TEXT}\n\nAangevuld.` })
  await member.submits(item, { action: /\/pin$/ })
  await member.submits('/new/post', { button: /concept/ }, { title: 'Nog niet af', body: 'Later verder.' })
  const gone = await member.posts({ title: 'Toch maar niet', body: 'Weg ermee.' })
  await member.submits(`${gone}/delete`, { button: /Verwijderen/ })
  await newcomer.joins(group)
  const hidden = await newcomer.posts({ title: 'Aanbieding', body: 'Koop nu.', group })
  await member.submits(`${hidden}/delete`, { button: /weghalen|Verbergen|Haal/i })
  const path = await elsewhere.finds(`@${group}@${one.server.host}`)
  await elsewhere.joins(path.replace('/g/', ''))
  await network.settle()
  await talk(network, { item, member, elsewhere, path })
  const asked = await standing(one, group)
  const klus = (await writesItem(member, '/new/klus', { ...KLUS, title: 'Meelezen met het plan' })).path
  const invited = await admin.submits('/admin/people', { action: /invite$/ }, { email: 'nieuw@example.nl' })
  const invitation = /\/invitation\?token=[\w.~%-]+/.exec(invited.source)?.[0]
  if (!invitation) throw new Error('no invitation')
  const abroad = `/@${elsewhere.identity.handle}@${new URL(elsewhere.origin).host}`
  const ofTwo = await agreements(network, one, { klus, press: pressMain })
  const shown = shownOf({
    group,
    closed,
    empty,
    item,
    gone,
    hidden,
    invitation,
    abroad,
    asked,
    klus,
    unsubscribe: unsubscribeFrom(one.server.mail),
    comment: await lastComment(member, item),
  })
  return [...shown, ...ofTwo, ...(await klusStates(one, klus))]
}

/** Klussen that wait for approval and that came back with words, for their author and for who approves. */
async function klusStates({ people }: Omit<Plein, 'shown'>, klus: string): Promise<Shown[]> {
  const { member, admin } = people
  const open = (await writesItem(member, '/klussen/new', { ...KLUS, title: 'Nog open' })).path.split(/[?#]/)[0] ?? ''
  await admin.submits('/admin/klussen', { field: 'coordinators' }, { on: true, coordinators: admin.identity.handle })
  const asks = async (title: string) => {
    const { path } = await writesItem(member, '/klussen/new', { ...KLUS, title })
    return /[0-9a-f-]{36}/.exec(path)?.[0] ?? path
  }
  const [waiting, returned] = [await asks('Wacht nog'), await asks('Kwam terug')]
  await admin.submits(`/klussen/review/${returned}`, { field: 'words' }, { words: 'Noem de opgave erbij.' })
  const mine = ['/klussen/new', '/klussen/templates', `${klus.replace('/item/', '/klussen/')}/manage`]
  const preview = [waiting, returned].map((id) => `/klussen/new?item=${id}&step=4`)
  const theirs = ['/klussen/review', `/klussen/review/${waiting}`, '/admin/klussen', '/klussen']
  return [
    ...[...mine, ...preview, `/item/${waiting}`].map((path) => ({ who: 'member' as const, path })),
    ...theirs.map((path) => ({ who: 'admin' as const, path })),
    { who: 'newcomer', path: `${open}/respond/apply` },
    { who: 'member', path: `${open}/refuse` },
    { who: 'member', path: '/klussen/new', act: pressMain },
  ]
}

/** A comment, an answer, an answer to that, and one deeper: it stands in one row with "in antwoord op". */
async function talk(
  network: Network,
  { item, member, elsewhere, path }: { item: string; member: Person; elsewhere: Person; path: string },
): Promise<void> {
  const there = (await elsewhere.opens(path, 'Van acht weken')).path
  await elsewhere.comments(there, 'Herkenbaar, bij ons duurt het nog langer.')
  await network.settle()
  for (const words of ['Hoe komt dat?', 'Ik denk aan de intake.', 'Dat proberen we ook.']) {
    const reply = await lastComment(member, item)
    await member.submits(`${item}?reply=${reply}`, { action: /\/comment$/ }, { body: words })
  }
  await elsewhere.likes(there)
  await network.settle()
}

/** Somebody is invited into the group, somebody else is kept out. @returns where that is asked about a third. */
async function standing({ server, people }: Omit<Plein, 'shown'>, group: string): Promise<string> {
  const found = await people.member.visits(`/g/${group}/invite?q=${encodeURIComponent(people.admin.identity.name)}`)
  await people.member.submits(found, { action: /\/invite$/ })
  await server.person('Dirk Dwars')
  const toBlock = /\/g\/[^"]*\/blocked\/[\w-]{36}/
  const dirk = toBlock.exec((await people.member.visits(`/g/${group}/blocked?q=Dirk`)).source)?.[0]
  const third = toBlock.exec((await people.member.visits(`/g/${group}/members`)).source)?.[0]
  if (!dirk || !third) throw new Error('nobody to keep out')
  await people.member.submits(dirk, { button: /^Blokkeer/ })
  return third
}

function unsubscribeFrom(mail: CapturedMail): string {
  const found = mail.sent.map(({ text }) => /\/notifications\/unsubscribe\?\S+/.exec(text)?.[0]).find(Boolean)
  if (!found) throw new Error('no mail that one can end')
  return found
}

async function lastComment(reader: Person, item: string): Promise<string> {
  const found = [...(await reader.visits(item)).source.matchAll(/id="comment-([\w-]+)"/g)].at(-1)?.[1]
  if (!found) throw new Error(`no comment at ${item}`)
  return found
}

interface Places {
  readonly group: string
  readonly closed: string
  readonly empty: string
  readonly item: string
  readonly gone: string
  readonly hidden: string
  readonly invitation: string
  readonly abroad: string
  readonly asked: string
  readonly klus: string
  readonly unsubscribe: string
  readonly comment: string
}

function shownOf(places: Places): Shown[] {
  const { group, closed, empty, item, comment, klus } = places
  const by = (who: Who, ...paths: string[]): Shown[] => paths.map((path) => ({ who, path }))
  return [
    ...by('guest', '/', `/g/${group}`, item, '/groups', '/sign-in', '/password-reset', places.invitation),
    ...by('guest', '/about', '/accessibility', '/privacy', '/@fatima', places.gone, '/nergens'),
    ...by('guest', places.unsubscribe, '/klussen', klus),
    { who: 'guest', path: '/sign-in', act: wrongPassword },
    { who: 'guest', path: places.invitation, act: pressMain },
    ...by('newcomer', '/', '/groups?show=mine', '/notifications', `/g/${closed}`, `/g/${closed}/edit`, '/new'),
    ...by(
      'newcomer',
      `/g/${group}`,
      `/g/${empty}`,
      '/search?q=zzzz',
      '/search?q=@niemand@127.0.0.1:9',
      '/?stream=network',
    ),
    ...by('member', '/', '/groups', `/g/${group}`, `/g/${empty}`, `/g/${group}/members`, `/g/${group}/edit`),
    ...by('member', `/g/${group}/klussen`, `/g/${empty}/klussen`),
    ...by('member', `/g/${group}/invite`, `/g/${group}/invite?q=Bea`, `/g/${group}/blocked`, places.asked, '/klussen'),
    ...by(
      'member',
      item,
      `${item}?reply=${comment}`,
      `${item}/edit`,
      `${item}/history`,
      `${item}/delete`,
      places.hidden,
    ),
    ...by('member', `/comment/${comment}/edit`, `/comment/${comment}/delete`, '/tag/omgevingswet', '/tag/niets'),
    ...by(
      'member',
      '/new',
      '/groups/new',
      '/people',
      '/@fatima',
      places.abroad,
      '/@fatima/followers',
      '/@fatima/following',
      '/search?q=fatima',
    ),
    ...by(
      'member',
      '/settings/profile',
      '/settings/account',
      '/settings/sessions',
      '/settings/availability',
      '/settings/notifications',
      '/notifications',
    ),
    ...by('member', klus, `${klus.replace('/item/', '/klussen/')}/people`, '/klussen/mine', '/new/klus'),
    ...by('newcomer', klus),
    { who: 'member', path: `/g/${group}/members`, act: openMenu, part: '.dv-menu[open]' },
    { who: 'member', path: `/new/post?group=${group}`, act: preview },
    { who: 'member', path: '/new/post', act: pressMain },
    { who: 'member', path: '/groups/new', act: pressMain },
    { who: 'member', path: '/settings/account', act: pressMain },
    { who: 'member', path: '/', act: (page) => page.locator('.dv-me').click(), part: '.dv-header' },
    ...by(
      'admin',
      '/admin',
      '/admin/people',
      '/admin/organisation',
      '/admin/network',
      '/admin/jobs',
      '/admin/deliveries',
      '/klussen/overview',
      '/klussen/overview?from=2000-01-01&until=2000-12-31',
    ),
    { who: 'admin', path: '/admin/network', act: pressMain },
  ]
}

/** The pages of a plein that waits for its first administrator. */
export const beforeSetUp: readonly Shown[] = [
  { who: 'guest', path: '/' },
  { who: 'guest', path: '/setup' },
]

/** Sends the last form with a first button as it is: it comes back with what is wrong. */
export async function pressMain(page: Page): Promise<void> {
  await page.locator('main form[method="post"] .nl-button--primary').last().click()
  await page.locator('.dv-summary').waitFor()
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('main .dv-menu summary').first().click()
}

async function wrongPassword(page: Page): Promise<void> {
  await page.fill('#field-email', 'fatima@example.nl')
  await page.fill('#field-password', 'dit is het niet')
  await page.press('#field-password', 'Enter')
  await page.locator('main [role="alert"]').waitFor()
}

async function preview(page: Page): Promise<void> {
  await page.fill('#field-body', '## Kop\n\nEen **vet** woord.')
  await page.locator('.dv-preview:not([hidden]) h2, .dv-preview:not([hidden]) h3').first().waitFor()
}
