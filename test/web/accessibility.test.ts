// Every page and main state of the real app in a real Chromium: nothing for axe to find, nothing that scrolls sideways.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ConsoleMessage, Page } from 'playwright-core'
import { issueSetUpLink } from '../../src/features/accounts/index.ts'
import { type Assets, openAssets } from '../../src/web/assets/assets.ts'
import { buildAssets } from '../../src/web/assets/build.ts'
import { closeBrowser, newVisitor, type Visitor } from '../kit/browser.ts'
import type { Network } from '../kit/network.ts'
import { startServer } from '../kit/server.ts'
import { beforeSetUp, openPleinen, pressMain, type Plein, type Shown, type Who } from './shown.ts'

const directory = mkdtempSync(join(tmpdir(), 'assets-'))
let assets: Assets
let network: Network
let pleinen: readonly Plein[]

beforeAll(async () => {
  await buildAssets(directory)
  assets = openAssets(directory)
  ;({ network, pleinen } = await openPleinen(assets))
}, 90_000)

afterAll(async () => {
  await closeBrowser()
  await network?.close()
  rmSync(directory, { recursive: true, force: true })
})

/**
 * Every page is seen in both themes, in both languages, wide and narrow; from page to page they go together differently.
 * Phones are as tall as the pages: what the bar at the bottom covers, one scrolls to.
 */
const looks: readonly (readonly [Look, Look])[] = [
  [
    { theme: 'voorbeeld', locale: 'nl-NL', width: 1280 },
    { theme: 'ma', locale: 'en-GB', width: 390 },
  ],
  [
    { theme: 'voorbeeld', locale: 'en-GB', width: 390 },
    { theme: 'ma', locale: 'nl-NL', width: 1280 },
  ],
]

interface Look {
  readonly theme: Plein['theme']
  readonly locale: 'nl-NL' | 'en-GB'
  readonly width: number
}

test.each(looks)(
  'all pages and states: %j, and %j',
  async (...both: readonly Look[]) => {
    const every = both.map(async ({ theme, locale, width }) => {
      const plein = pleinen.find((one) => one.theme === theme)
      if (!plein) throw new Error(`no plein with theme ${theme}`)
      const open = visitors({ width, height: width < 800 ? 4000 : 900, locale }, plein)
      const turn = looks.findIndex((pair) => pair.some((look) => look.theme === theme && look.width === width))
      const shown = plein.shown.filter((_, index) => index % 2 === turn)
      const complaints = await complaintsOf(plein.server.origin, shown, open)
      await open.close()
      return complaints
    })
    expect((await Promise.all(every)).flat()).toEqual([])
  },
  180_000,
)

test('before the plein is set up', async () => {
  await using server = await startServer({ organisation: null, overrides: { assets } })
  const open = visitors({ width: 390, height: 4000 })
  const link = await issueSetUpLink(server.app.ctx())
  const shown: readonly Shown[] = [
    ...beforeSetUp,
    ...(link ? [{ who: 'guest', path: link, act: pressMain } as const] : []),
  ]
  expect(await complaintsOf(server.origin, shown, open)).toEqual([])
  await open.close()
}, 60_000)

interface Visitors {
  readonly visitor: Visitor
  as(who: Who): Promise<Page>
  close(): Promise<void>
}

/** A window for each kind of visitor, signed in as the person of the plein is. */
function visitors(visitor: Visitor, plein?: Plein): Visitors {
  const open = new Map<Who, Promise<Page>>()
  async function enter(who: Who): Promise<Page> {
    const context = await newVisitor(visitor)
    const person = who === 'guest' ? undefined : plein?.people[who]
    const cookies = (person?.cookie ?? '').split('; ').filter(Boolean)
    await context.addCookies(
      cookies.map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person?.origin ?? '' }
      }),
    )
    return context.newPage()
  }
  return {
    visitor,
    as(who) {
      const found = open.get(who) ?? enter(who)
      open.set(who, found)
      return found
    },
    async close() {
      for (const page of open.values()) await (await page).context().close()
    },
  }
}

async function complaintsOf(origin: string, shown: readonly Shown[], open: Visitors): Promise<string[]> {
  const complaints: string[] = []
  for (const { who, path, act } of shown) {
    const page = await open.as(who)
    const say = (what: string): number => complaints.push(`${who} ${path}${act ? ' (after acting)' : ''}: ${what}`)
    const listen = (message: ConsoleMessage): void => {
      const ordinary = /status of 4\d\d/.test(message.text())
      if (['error', 'warning'].includes(message.type()) && !ordinary) say(message.text())
    }
    page.on('console', listen)
    try {
      const { width = 1280, height = 900 } = open.visitor
      await page.setViewportSize({ width, height })
      const answer = await page.goto(origin + path)
      if ((answer?.status() ?? 500) >= 500) say(`status ${answer?.status()}`)
      await act?.(page)
      for (const finding of await findings(page)) say(finding)
      for (const wide of await tooWide(page)) say(wide)
    } catch (error) {
      say(String(error).slice(0, 300))
    }
    page.off('console', listen)
  }
  return complaints
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function findings(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(rules).setLegacyMode(true).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' ')}`)
}

/** What sticks out at 320 px (WCAG 1.4.10). */
async function tooWide(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 320, height: 800 })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return over > 0 ? [`${over} px too wide at 320 px`] : []
}
