// Every page and main state of the real app in a real Chromium, in both languages and both themes: nothing for axe to find,
// nothing that scrolls sideways.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { issueSetUpLink } from '../../src/features/accounts/index.ts'
import { features } from '../../src/registry.ts'
import { type Assets, openAssets } from '../../src/web/assets/assets.ts'
import { buildAssets } from '../../src/web/assets/build.ts'
import { closeBrowser } from '../kit/browser.ts'
import type { Network } from '../kit/network.ts'
import { startServer } from '../kit/server.ts'
import { openFrame, sessionCookie } from './frame-kit.ts'
import { complaintsAboutMails, complaintsOf, type ThemeName } from './look.ts'
import { room } from './room.ts'
import { beforeSetUp, openPleinen, pressMain, type Plein, type Shown } from './shown.ts'

const directory = mkdtempSync(join(tmpdir(), 'assets-'))
let assets: Assets
let network: Network
let pleinen: readonly Plein[]

beforeAll(async () => {
  await buildAssets(directory)
  assets = openAssets(directory)
  ;({ network, pleinen } = await openPleinen(assets))
}, 600_000)

afterAll(async () => {
  await closeBrowser()
  await network?.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Dutch on a plein with the one theme, English on one with the other; each page is then seen in the other theme too. */
const both = [
  { locale: 'nl-NL', theme: 'voorbeeld' },
  { locale: 'en-GB', theme: 'ma' },
] as const satisfies readonly { locale: string; theme: ThemeName }[]

test('all pages and states, in both languages and both themes', async () => {
  const every = both.map(async ({ locale, theme }) => {
    const plein = pleinen.find((one) => one.theme === theme)
    if (!plein) throw new Error(`no plein with theme ${theme}`)
    const { origin } = plein.server
    const cookieOf = (who: Shown['who']) => (who === 'guest' ? undefined : plein.people[who].cookie)
    return complaintsOf({ locale, theme, origin, assets, cookieOf }, plein.shown)
  })
  expect((await Promise.all(every)).flat()).toEqual([])
}, 900_000)

test('a mail of each sort', async () => {
  const sent = pleinen.flatMap(({ server }) => server.mail.sent)
  const sorts = [/^Uitnodiging voor/, /vraagt je toestemming voor een klus bij/, /reageerde op/]
  const found = sorts.map((sort) => sent.find(({ subject }) => sort.test(subject))?.html)
  const htmls = found.filter((html) => html !== undefined)
  expect(htmls).toHaveLength(sorts.length)
  expect(await complaintsAboutMails(htmls)).toEqual([])
}, 120_000)

/** Addresses that answer with something else than a page of their own: a file, or the way to another page. */
const noPages = [/atom$/, /\.ics$/, /\.csv$/, /^\/media\//, /^\/settings(\/export)?$/, /^\/notifications\/:id\/open$/]

test('no page of a room is left out; a new one is added to shown.ts', () => {
  const patterns: string[] = []
  const routes = { get: (path: string) => void patterns.push(path), post: () => undefined }
  for (const feature of features) feature.pages?.(routes)
  const paths = [...beforeSetUp, ...(pleinen[0]?.shown ?? [])].map(({ path }) => path.split('?')[0] ?? path)
  const seen = (pattern: string) => {
    const shape = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`)
    return paths.some((path) => shape.test(path))
  }
  expect(patterns.length).toBeGreaterThan(30)
  expect(patterns.filter((one) => !noPages.some((none) => none.test(one)) && !seen(one))).toEqual([])
})

test('before the plein is set up', async () => {
  const every = both.map(async ({ locale, theme }) => {
    await using server = await startServer({ organisation: null, overrides: { assets, theme } })
    const link = await issueSetUpLink(server.app.ctx())
    const shown: readonly Shown[] = [
      ...beforeSetUp,
      ...(link ? [{ who: 'guest', path: link, act: pressMain } as const] : []),
    ]
    // Awaited here: the server ends with this block.
    return await complaintsOf({ locale, theme, origin: server.origin, assets, cookieOf: () => undefined }, shown)
  })
  expect((await Promise.all(every)).flat()).toEqual([])
}, 600_000)

/** What goes wrong rarely: pages that throw it, in the frame that all pages have. */
const wrong: readonly Shown[] = [
  { who: 'guest', path: '/forbidden', status: 403 },
  { who: 'member', path: '/forbidden', status: 403 },
  { who: 'guest', path: '/gone', status: 410 },
  { who: 'guest', path: '/broken', status: 500 },
  { who: 'member', path: '/broken', status: 500 },
  { who: 'member', path: '/unavailable', status: 503 },
  { who: 'guest', path: '/away', status: 503 },
  {
    who: 'guest',
    path: '/form',
    async act(page) {
      const answered = page.waitForResponse((answer) => answer.status() === 429)
      await page.locator('main form').evaluate((form: HTMLFormElement) => form.submit())
      await answered
      await page.locator('.dv-error h1').waitFor()
    },
  },
]

test('what went wrong', async () => {
  const every = both.map(async ({ locale, theme }) => {
    const frame = await openFrame({ assets, theme, features: [room], postsPerMinute: 0 })
    const cookieOf = (who: Shown['who']) => (who === 'guest' ? undefined : sessionCookie(frame.origin, 'jan'))
    const complaints = await complaintsOf({ locale, theme, origin: frame.origin, assets, cookieOf }, wrong)
    await frame.close()
    return complaints
  })
  expect((await Promise.all(every)).flat()).toEqual([])
}, 600_000)
