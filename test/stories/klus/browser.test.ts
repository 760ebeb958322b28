// The usual life of a klus at real browsers: with axe on every page passed, by keyboard alone, and without scripts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Assets, openAssets } from '../../../src/web/assets/assets.ts'
import { buildAssets } from '../../../src/web/assets/build.ts'
import { findings } from '../../kit/axe.ts'
import { closeBrowser, newVisitor } from '../../kit/browser.ts'
import type { Hand } from './hand.ts'
import { play } from './life.ts'
import { setStage, type Stage } from './stage.ts'

const directory = mkdtempSync(join(tmpdir(), 'assets-'))
let assets: Assets
let stage: Stage

beforeAll(async () => {
  await buildAssets(directory)
  assets = openAssets(directory)
  stage = await setStage({ assets })
}, 600_000)

afterAll(async () => {
  await closeBrowser()
  await stage?.close()
  rmSync(directory, { recursive: true, force: true })
})

/** In English too: pages that say much, and say it in words of their own. */
const also = [
  'klus of another plein',
  'response, offered',
  'consent',
  'agreement',
  'response, running',
  'response, reviewed',
]

test('with the mouse: every page and state on the way is accessible', async () => {
  const complaints: string[] = []
  const seen: string[] = []
  async function look(name: string, hand: Hand): Promise<void> {
    const language = also.includes(name) && !seen.includes(name) ? await english(hand) : []
    const dutch = await findings(hand.page)
    seen.push(name)
    complaints.push(...[...dutch, ...language].map((one) => `${name}: ${one}`))
  }
  await play(stage, 'Meeschrijven met de muis', {}, look)
  expect(complaints).toEqual([])
  expect(seen.length).toBeGreaterThan(35)
}, 600_000)

/** The same page for somebody who reads English. */
async function english({ page }: Hand): Promise<string[]> {
  const context = await newVisitor({ locale: 'en-GB' })
  await context.addCookies(await page.context().cookies())
  const other = await context.newPage()
  await other.goto(page.url())
  const lang = await other.getAttribute('html', 'lang')
  const found = await findings(other)
  await context.close()
  return lang === 'en' ? found : [...found, `in ${lang}`]
}

test('by keyboard alone', async () => {
  await play(stage, 'Meeschrijven met toetsen', { keyboard: true })
}, 600_000)

test('without scripts', async () => {
  await play(stage, 'Meeschrijven zonder script', { script: false })
}, 600_000)
