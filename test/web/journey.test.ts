// From signing in to a comment with the keyboard alone, with scripts and without: what has the focus can be seen.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openAssets } from '../../src/web/assets/assets.ts'
import { buildAssets } from '../../src/web/assets/build.ts'
import { closeBrowser, newVisitor } from '../kit/browser.ts'
import { PASSWORD, startServer, type TestServer } from '../kit/server.ts'

const directory = mkdtempSync(join(tmpdir(), 'assets-'))
let server: TestServer

beforeAll(async () => {
  await buildAssets(directory)
  server = await startServer({ overrides: { assets: openAssets(directory) } })
  await (await server.person('Fatima El Amrani')).startsGroup('Omgevingswet')
})

afterAll(async () => {
  await closeBrowser()
  await server?.close()
  rmSync(directory, { recursive: true, force: true })
})

test.each([
  { name: 'Joost', script: true },
  { name: 'Sanne', script: false },
])(
  '$name signs in, joins a group, posts and comments; script: $script',
  async ({ name, script }) => {
    const person = await server.person(name)
    const context = await newVisitor({ script })
    const page = await context.newPage()
    await page.goto(`${server.origin}/g/omgevingswet`)
    await press(page, 'Log in om lid te worden')
    await type(page, 'E-mailadres', person.identity.email)
    await type(page, 'Wachtwoord', PASSWORD)
    await press(page, 'Inloggen')
    await press(page, 'Word lid')
    await press(page, 'Plaats een bericht')
    await type(page, 'Titel (mag je leeg laten)', `Wat ${name} wil weten`)
    await type(page, 'Tekst', 'Hoe doen jullie dat?')
    await press(page, 'Plaatsen', 'main')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`Wat ${name} wil weten`)
    await type(page, 'Je reactie', 'Zelf alvast een begin.')
    await press(page, 'Reageer')
    await page.getByText('Zelf alvast een begin.').first().waitFor()
    expect(await page.locator('.dv-comment').count()).toBe(1)
    await context.close()
  },
  90_000,
)

/** With Tab to what is called so, then Enter; waits for the page that follows. */
async function press(page: Page, name: string, within = 'body'): Promise<void> {
  await tabTo(page, name, within)
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label, 'main')
  await page.keyboard.insertText(text)
}

/** @throws Error when a hundred times Tab does not lead there, or what has the focus does not show it. */
async function tabTo(page: Page, name: string, within: string): Promise<void> {
  for (let times = 0; times < 100; times++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(focused, within)
    if (!focus) continue
    if (!focus.visible) throw new Error(`${focus.name} has the focus, but nobody sees it`)
    if (focus.name === name) return
  }
  throw new Error(`Tab does not lead to ${name} at ${page.url()}`)
}

/** Runs in the browser: what has the focus, by its label or words. */
function focused(within: string): { name: string; visible: boolean } | undefined {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body || !element.closest(within)) return undefined
  const label =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : undefined
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const card = element.matches('.dv-card__link')
  return {
    name: (label?.textContent ?? element.textContent ?? '').trim(),
    visible: card || (outlineStyle !== 'none' && outlineWidth !== '0px' && box.width > 0 && box.height > 0),
  }
}
