// The pages of klussen in a real Chromium, wide and narrow: nothing for axe to find; the first screen holds what one decides on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAssets } from '../../src/web/assets/assets.ts'
import { buildAssets } from '../../src/web/assets/build.ts'
import { dayAhead } from '../kinds/klus/example.ts'
import { findings } from '../kit/axe.ts'
import { closeBrowser, newVisitor } from '../kit/browser.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { writesItem } from '../kit/writing.ts'

const directory = mkdtempSync(join(tmpdir(), 'assets-'))
let server: TestServer
let fatima: Person
let joost: Person
let item: string
let draft: string

beforeAll(async () => {
  await buildAssets(directory)
  server = await startServer({ organisation: 'Gemeente Lindewaarde', overrides: { assets: openAssets(directory) } })
  fatima = await server.person('Fatima El Amrani')
  joost = await server.person('Joost van der Meer')
  const values = {
    title: 'Meelezen met het participatieplan voor het centrum',
    body: 'Lees twee keer mee en praat één middag met het team.',
    own_purpose: 'request',
    own_result: 'Een participatieplan van maximaal tien pagina’s dat de raad in maart kan vaststellen.',
    own_expertise: 'participatie, omgevingswet, schrijven',
    own_hoursTotal: '24',
    own_hoursPerWeek: '4',
    own_starts: dayAhead(50),
    own_ends: dayAhead(100),
    own_flexible: 'on',
    own_where: 'both',
    own_place: 'Lindewaarde',
    own_responders: 'network',
    own_closes: dayAhead(30),
  }
  item = (await writesItem(fatima, '/klussen/new', values)).path.split(/[?#]/)[0] as string
  const { title, body, own_result } = values
  draft = (await fatima.submits('/klussen/new', { field: 'step' }, { title, body, own_result })).path
})

afterAll(async () => {
  await closeBrowser()
  await server?.close()
  rmSync(directory, { recursive: true, force: true })
})

test.each([
  [1280, 800],
  [390, 844],
])(
  'at %i × %i: hours, period, place, who may, the bar and the button are on the first screen',
  async (width, height) => {
    const page = await opened(joost, item, { width, height })
    const last = await page.evaluate(() => {
      const wanted = ['.dv-klus-page__result', '.dv-klus-page__facts', '.dv-steps', '.dv-klus-page__now .nl-button']
      return wanted.map((one) => document.querySelector(one)?.getBoundingClientRect().bottom ?? Infinity)
    })
    const covered = width < 800 ? 60 : 0
    expect(last.filter((bottom) => bottom > height - covered)).toEqual([])
    await page.context().close()
  },
)

test.each([
  [1280, 'beside'],
  [390, 'nowhere'],
])('between the facts and the expertise stands one line (%i wide, the panel %s)', async (width, panel) => {
  const page = await opened(fatima, item, { width, height: 900 })
  // A klus that nobody can do anything with, as its preview shows it.
  if (panel === 'nowhere') await page.locator('.dv-klus-page__now').evaluate((now) => now.replaceChildren())
  const [above, below] = await page.locator('.dv-klus-page__facts').evaluateAll((lists) =>
    lists.map((list) => {
      const { top, bottom } = list.getBoundingClientRect()
      return { top, bottom, line: Number.parseFloat(getComputedStyle(list).borderBlockStartWidth) }
    }),
  )
  expect([below?.line, Math.abs((below?.top ?? 0) - (above?.bottom ?? 99)) <= 1]).toEqual([0, true])
  await page.context().close()
})

test('expertise is proposed from the shared list, also for a second subject', async () => {
  const page = await opened(fatima, draft.replace(/step=\d/, 'step=2'), { width: 1280, height: 900 })
  const field = page.locator('[name="own_expertise"]')
  const words = () =>
    field.evaluate((input: HTMLInputElement) => [...(input.list?.options ?? [])].map(({ value }) => value))
  expect(await words()).toContain('participatie')
  await field.fill('omgevingswet, pa')
  const more = await words()
  expect([more.includes('omgevingswet, participatie'), more.includes('omgevingswet, omgevingswet')]).toEqual([
    true,
    false,
  ])
  await page.context().close()
  const source = (await fatima.visits('/klussen?expertise=omgevingswet')).source
  expect(source).toContain('value="omgevingswet, participatie"')
})

test.each([1280, 390])(
  'nothing for axe to find, nothing that scrolls sideways (%i wide)',
  async (width) => {
    const steps = [2, 3, 4].map((step) => draft.replace(/step=\d/, `step=${step}`))
    const paths = [
      item,
      '/klussen/new',
      ...steps,
      `/klussen/${item.slice(6)}/manage`,
      `${item}/edit`,
      '/klussen/templates',
    ]
    const found: string[] = []
    for (const path of paths) {
      const page = await opened(fatima, path, { width, height: width < 800 ? 6000 : 900 })
      found.push(...(await findings(page)).map((one) => `${path} ${one}`))
      await page.setViewportSize({ width: 320, height: 800 })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) found.push(`${path}: ${over} px too wide`)
      await page.context().close()
    }
    expect(found).toEqual([])
  },
  120_000,
)

async function opened(person: Person, path: string, size: { width: number; height: number }): Promise<Page> {
  const context = await newVisitor(size)
  const pairs = person.cookie.split('; ').map((pair) => pair.split(/=(.*)/s))
  await context.addCookies(pairs.map(([name = '', value = '']) => ({ name, value, url: person.origin })))
  const page = await context.newPage()
  await page.goto(person.origin + path)
  return page
}
