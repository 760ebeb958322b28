// The components in a real Chromium: both themes, desktop and phone, found accessible by axe, reflowing at 320 px.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { BrowserContext } from 'playwright-core'
import { waterBlue } from '../../src/demo/content/themes.ts'
import { type Assets, openAssets } from '../../src/web/assets/assets.ts'
import { buildAssets } from '../../src/web/assets/build.ts'
import { findings } from '../kit/axe.ts'
import { closeBrowser, newVisitor } from '../kit/browser.ts'
import { openFrame, sessionCookie, type OpenFrame } from './frame-kit.ts'
import { axePaths, gallery, galleryPaths, galleryTexts } from './gallery.tsx'

const directory = join(tmpdir(), `assets-${process.pid}`)
/** Set to a folder to keep pictures of every page. */
const pictures = process.env['GALLERY_PICTURES']
let assets: Assets

beforeAll(async () => {
  await buildAssets(directory)
  assets = openAssets(directory)
  if (pictures) mkdirSync(pictures, { recursive: true })
})
afterAll(closeBrowser)

/**
 * As tall as the pages: what the bar at the bottom of a phone covers, one scrolls to.
 */
const TALL = 3000

async function visit(frame: OpenFrame, width: number, token?: 'jan' | 'beheer'): Promise<BrowserContext> {
  const context = await newVisitor({ width, height: width < 800 ? TALL : 900 })
  const [name = '', value = ''] = sessionCookie(frame.origin, token ?? 'ended').split('=')
  if (token) await context.addCookies([{ name, value, url: frame.origin }])
  return context
}

describe.each(['voorbeeld', 'ma'] as const)('theme %s', (theme) => {
  let frame: OpenFrame
  beforeAll(async () => {
    frame = await openFrame({ assets, theme, features: [gallery], texts: [galleryTexts] })
  })
  afterAll(() => frame.close())

  test.each([
    { width: 1280, token: 'beheer', paths: axePaths },
    { width: 390, token: 'jan', paths: axePaths },
    { width: 390, token: undefined, paths: ['/gallery', '/nowhere'] },
  ] as const)(
    'at $width px, as $token: nothing for axe to find, nothing in the console',
    async (seen) => {
      const context = await visit(frame, seen.width, seen.token)
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        const text = message.text()
        if (['error', 'warning'].includes(message.type()) && !text.includes('404')) complaints.push(text)
      })
      for (const path of seen.paths) {
        await page.goto(frame.origin + path)
        if (pictures) await page.screenshot({ path: pictureOf(theme, seen.width, seen.token, path), fullPage: true })
        complaints.push(...(await findings(page)).map((finding) => `${path} ${finding}`))
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    180_000,
  )

  test('at 320 px nothing scrolls sideways', async () => {
    for (const token of ['beheer', undefined] as const) {
      const context = await visit(frame, 320, token)
      const page = await context.newPage()
      for (const path of galleryPaths) {
        await page.goto(frame.origin + path)
        if (pictures) await page.screenshot({ path: pictureOf(theme, 320, token, path), fullPage: true })
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect({ path, overflow }).toEqual({ path, overflow: 0 })
      }
      await context.close()
    }
  })
})

test('with a theme that brings dark colours, on a dark screen and on another: nothing for axe to find', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'theme-'))
  writeFileSync(join(dataDir, 'theme.css'), waterBlue)
  const frame = await openFrame({ assets, dataDir, features: [gallery], texts: [galleryTexts] })
  const grounds: string[] = []
  const complaints: string[] = []
  for (const dark of [false, true]) {
    const context = await newVisitor({ width: 1280, height: 900, dark })
    const page = await context.newPage()
    for (const path of axePaths) {
      await page.goto(frame.origin + path)
      if (pictures) await page.screenshot({ path: pictureOf(`blue-${dark}`, 1280, undefined, path), fullPage: true })
      complaints.push(...(await findings(page)).map((finding) => `${dark ? 'dark' : 'light'} ${path} ${finding}`))
    }
    grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
    await context.close()
  }
  expect(complaints).toEqual([])
  expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(16, 23, 31)'])
  await frame.close()
  rmSync(dataDir, { recursive: true, force: true })
}, 180_000)

function pictureOf(theme: string, width: number, token: string | undefined, path: string): string {
  return join(pictures ?? '', `${theme}-${width}-${token ?? 'guest'}${path.replaceAll('/', '-')}.png`)
}

test('the menu opens without script, and the script closes it with Escape', async () => {
  const frame = await openFrame({ assets, features: [gallery], texts: [galleryTexts] })
  const context = await visit(frame, 1280, 'jan')
  const page = await context.newPage()
  await page.goto(`${frame.origin}/gallery`)
  await page.locator('summary', { hasText: 'Mijn menu: Jan de Boer' }).click()
  expect(await page.getByRole('link', { name: 'Mijn profiel' }).isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  expect(await page.getByRole('link', { name: 'Mijn profiel' }).isVisible()).toBe(false)
  await page.keyboard.press('?')
  expect(await page.getByRole('dialog', { name: 'Sneltoetsen' }).isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('dv-search')
  await context.close()
  await frame.close()
})

test('what one typed comes back after the page was left, and can be thrown away', async () => {
  const frame = await openFrame({ assets, features: [gallery], texts: [galleryTexts] })
  const context = await visit(frame, 1280, 'jan')
  const page = await context.newPage()
  await page.goto(`${frame.origin}/gallery/form`)
  await page.getByLabel('Titel').fill('Een put te ver')
  await page.waitForFunction(() => Object.keys(localStorage).length > 0)
  await page.reload()
  expect(await page.getByLabel('Titel').inputValue()).toBe('Een put te ver')
  await page.getByRole('button', { name: 'Weggooien' }).click()
  expect(await page.getByLabel('Titel').inputValue()).toBe('')
  await context.close()
  await frame.close()
})

test('style sheets and scripts stay small', async () => {
  const sizes = await Promise.all(
    ['app.css', 'theme-voorbeeld.css', 'main.js'].map(async (name) => {
      const frame = await openFrame({ assets })
      const answer = await fetch(frame.origin + assets.href(name), { headers: { 'accept-encoding': 'gzip' } })
      await answer.arrayBuffer()
      await frame.close()
      return Number(answer.headers.get('content-length'))
    }),
  )
  const [app = 0, theme = 0, script = 0] = sizes
  expect(app + theme).toBeLessThan(80_000)
  expect(script).toBeLessThan(30_000)
})
