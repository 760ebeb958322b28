// Looking at pages with axe: each loaded page in both themes, and wide, on a phone, and at 320 px.
import type { ConsoleMessage, Page } from 'playwright-core'
import type { Assets } from '../../src/web/assets/assets.ts'
import { findings, findingsOfStyle } from '../kit/axe.ts'
import { newVisitor } from '../kit/browser.ts'
import type { Shown, Who } from './shown.ts'

export type ThemeName = 'voorbeeld' | 'ma'

export interface Looker {
  readonly locale: 'nl-NL' | 'en-GB'
  /** The theme of the plein itself. */
  readonly theme: ThemeName
  readonly origin: string
  readonly assets: Assets
  /** Cookie header of who is signed in. */
  cookieOf(who: Who): string | undefined
}

/**
 * Loads each page once, and looks twice: in the plein's own theme, and at the style alone in the other one; once wide and
 * once narrow. What is wide first in the one language is narrow first in the other.
 * @returns what is wrong, with where it is
 */
export async function complaintsOf(looker: Looker, shown: readonly Shown[]): Promise<string[]> {
  const windows = windowsOf(looker)
  const complaints: string[] = []
  for (const [index, one] of shown.entries()) {
    const page = await windows.as(one.who)
    const where = `${looker.locale} ${one.who} ${one.path}${one.act ? ' (after acting)' : ''}`
    const say = (what: string): number => complaints.push(`${where}: ${what}`)
    const listen = (message: ConsoleMessage): void => {
      const ordinary = /status of (4\d\d|50[03])/.test(message.text())
      if (['error', 'warning'].includes(message.type()) && !ordinary) say(message.text())
    }
    const hear = (error: Error): void => void say(`a script failed: ${error.message}`)
    page.on('console', listen)
    page.on('pageerror', hear)
    try {
      for (const complaint of await lookAt(page, looker, one, index)) say(complaint)
    } catch (error) {
      say(String(error).slice(0, 300))
    }
    page.off('console', listen)
    page.off('pageerror', hear)
  }
  await windows.close()
  return complaints
}

/** Phones are as tall as the pages: what the bar at the bottom covers, one scrolls to. */
const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 4000 },
] as const

async function lookAt(page: Page, looker: Looker, one: Shown, index: number): Promise<string[]> {
  const { theme, assets, locale, origin } = looker
  const { path, act, status, part } = one
  const [first, second] = (index % 2 === 0) === (locale === 'nl-NL') ? sizes : [sizes[1], sizes[0]]
  const complaints: string[] = []
  await resize(page, first)
  const answer = await page.goto(origin + path)
  await act?.(page)
  const got = answer?.status() ?? 0
  if (status ? got !== status : got >= 500) complaints.push(`status ${got}`)
  if ((await page.getAttribute('html', 'lang')) !== locale.slice(0, 2)) complaints.push('not in that language')
  const other = theme === 'ma' ? 'voorbeeld' : 'ma'
  const add = (name: ThemeName, { width }: { width: number }, found: readonly string[]): void =>
    void complaints.push(...found.map((one) => `${name} ${width} px, ${one}`))
  add(theme, first, await findings(page, part))
  complaints.push(...(await tooWide(page, theme)))
  await page.evaluate(changeTheme, {
    from: `${theme}-theme`,
    to: `${other}-theme`,
    href: assets.href(`theme-${other}.css`),
  })
  complaints.push(...(await tooWide(page, other)))
  await resize(page, second)
  add(other, second, await findingsOfStyle(page, part))
  return complaints
}

/** Mails as programs show them that know of markup: on a phone, for axe and for what sticks out. */
export async function complaintsAboutMails(htmls: readonly string[]): Promise<string[]> {
  const reader = await newVisitor({ width: 320, height: 800 })
  const page = await reader.newPage()
  const complaints: string[] = []
  for (const html of htmls) {
    await page.setContent(html)
    const title = await page.title()
    for (const found of await findings(page)) complaints.push(`${title}: ${found}`)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) complaints.push(`${title}: ${over} px too wide at 320 px`)
  }
  await reader.close()
  return complaints
}

/**
 * Runs in the browser: the page as it would have come from a plein with the other theme.
 * @throws Error when nothing changes by it
 */
async function changeTheme({ from, to, href }: { from: string; to: string; href: string }): Promise<void> {
  const root = document.documentElement
  const accent = (): string => getComputedStyle(root).getPropertyValue('--basis-color-action-1-inverse-bg-default')
  const before = accent()
  const sheet = document.createElement('link')
  await new Promise<void>((loaded, failed) => {
    Object.assign(sheet, { rel: 'stylesheet', href, onload: () => loaded(), onerror: () => failed(new Error(href)) })
    document.head.append(sheet)
  })
  root.classList.replace(from, to)
  if (accent() === before) throw new Error(`the theme is not ${to}`)
}

/** A page is laid out and drawn anew for it: not when it has that size. */
async function resize(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  const { width, height } = page.viewportSize() ?? {}
  if (width !== size.width || height !== size.height) await page.setViewportSize(size)
}

/** What sticks out at 320 px (WCAG 1.4.10). */
async function tooWide(page: Page, theme: ThemeName): Promise<string[]> {
  await resize(page, { width: 320, height: 800 })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return over > 0 ? [`${theme}, ${over} px too wide at 320 px`] : []
}

interface Windows {
  as(who: Who): Promise<Page>
  close(): Promise<void>
}

/** One window for each kind of visitor, signed in as the person of the plein is. */
function windowsOf({ locale, origin, cookieOf }: Looker): Windows {
  const open = new Map<Who, Promise<Page>>()
  async function enter(who: Who): Promise<Page> {
    const context = await newVisitor({ locale })
    const cookies = (cookieOf(who) ?? '').split('; ').filter(Boolean)
    await context.addCookies(
      cookies.map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
      }),
    )
    return context.newPage()
  }
  return {
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
