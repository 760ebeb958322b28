// Somebody at a real browser: with the mouse or with the keyboard alone, with scripts or without.
import type { Locator, Page } from 'playwright-core'
import { newVisitor, type Visitor } from '../../kit/browser.ts'
import type { Person } from '../../kit/person.ts'

export interface Hand {
  readonly page: Page
  readonly manner: Manner
  /** Opens an address, as from a mail or a bookmark. */
  go(path: string): Promise<void>
  /** A link or button of this name; waits for the page that follows. */
  press(name: string | RegExp): Promise<void>
  /** Into the field with this label (it may go on after it). */
  type(label: string, text: string): Promise<void>
  /** YYYY-MM-DD */
  date(label: string, day: string): Promise<void>
  choose(label: string): Promise<void>
  /** An option of a list. */
  select(label: string, option: string): Promise<void>
  /** All that stands on the page to be read. */
  text(): Promise<string>
  /** Goes there first. */
  read(path: string): Promise<string>
  /** The present one of the bar of steps. */
  step(): Promise<string>
  /** With which the page came, as a number of HTTP. */
  status(): Promise<number>
  path(): string
  /** @throws Error when a script of a page failed */
  close(): Promise<void>
}

export interface Manner extends Visitor {
  readonly keyboard?: boolean
}

/** @param person absent: somebody without an account */
export async function handOf(origin: string, person: Person | undefined, manner: Manner = {}): Promise<Hand> {
  const context = await newVisitor(manner)
  const pairs = (person?.cookie ?? '').split('; ').filter(Boolean)
  await context.addCookies(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin }
    }),
  )
  const page = await context.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(`${page.url()}: ${String(error.stack)}`))
  const go = async (path: string) => void (await page.goto(new URL(path, origin).href))
  const text = async () => (await page.locator('body').innerText()).replace(/\s+/g, ' ')
  return {
    page,
    manner,
    go,
    ...(manner.keyboard ? keyboard(page) : mouse(page)),
    text,
    async read(path) {
      await go(path)
      return text()
    },
    step: async () => (await page.locator('[aria-current=step]').innerText()).replace(/^\d+/, '').trim(),
    status: () => page.evaluate(() => (performance.getEntriesByType('navigation')[0] as Navigated).responseStatus),
    path: () => new URL(page.url()).pathname,
    async close() {
      await context.close()
      if (broken.length > 0) throw new Error(`scripts failed:\n${broken.join('\n')}`)
    },
  }
}

/** TypeScript does not know the last part yet. */
type Navigated = PerformanceEntry & { readonly responseStatus: number }

/** What the page where somebody is looks like to another visitor with the same account. */
export async function alsoSeen<T>({ page }: Hand, visitor: Visitor, see: (page: Page) => Promise<T>): Promise<T> {
  const context = await newVisitor(visitor)
  await context.addCookies(await page.context().cookies())
  const other = await context.newPage()
  await other.goto(page.url())
  const seen = await see(other)
  await context.close()
  return seen
}

/** Not further down the same page. */
const LEADS_ON = 'a:not([href^="#"])'

type Fingers = Pick<Hand, 'press' | 'type' | 'date' | 'choose' | 'select'>

/** In the main part of the page when it is there, else anywhere. */
function mouse(page: Page): Fingers {
  const field = (label: string) => page.getByLabel(new RegExp(`^${escaped(label)}`)).first()
  return {
    async press(name) {
      const main = named(page, page.locator('main'), name)
      const target = (await main.count()) > 0 ? main : named(page, page.locator('body'), name)
      await Promise.all([page.waitForEvent('load'), target.first().click()])
    },
    type: (label, text) => field(label).fill(text),
    date: (label, day) => field(label).fill(day),
    choose: (label) => field(label).check(),
    select: async (label, option) => void (await field(label).selectOption({ label: option })),
  }
}

function named(page: Page, within: Locator, name: string | RegExp): Locator {
  const exact = typeof name === 'string'
  const links = within.getByRole('link', { name, exact }).and(page.locator(LEADS_ON))
  return within.getByRole('button', { name, exact }).or(links)
}

type Fits = (name: string, kind: string, inMain: boolean) => boolean

function keyboard(page: Page): Fingers {
  const tabTo = (fits: Fits, what: string) => tab(page, fits, what)
  const starts = (label: string) => (name: string) => name.startsWith(label)
  return {
    async press(name) {
      const there = (await named(page, page.locator('main'), name).count()) > 0
      const fits = (one: string) => (typeof name === 'string' ? one === name : name.test(one))
      await tabTo((one, _, inMain) => fits(one) && inMain === there, String(name))
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    },
    async type(label, text) {
      await tabTo(starts(label), label)
      await page.keyboard.press('Control+A')
      await page.keyboard.insertText(text)
    },
    async date(label, day) {
      await tabTo(starts(label), label)
      const [year = '', month = '', date = ''] = day.split('-')
      // Which comes first is up to the browser's own language.
      for (const digits of [`${date}${month}${year}`, `${month}${date}${year}`]) {
        await page.keyboard.type(digits)
        if ((await page.evaluate(() => (document.activeElement as HTMLInputElement).value)) === day) return
        for (const _ of [1, 2]) await page.keyboard.press('ArrowLeft')
      }
      throw new Error(`no date ${day} in ${label}`)
    },
    async choose(label) {
      await tabTo((_, kind) => kind === 'radio' || kind === 'checkbox', label)
      for (let times = 0; times < 12; times++) {
        if ((await focus(page))?.name.startsWith(label)) return page.keyboard.press('Space')
        await page.keyboard.press('ArrowDown')
      }
      throw new Error(`no choice ${label}`)
    },
    async select(label, option) {
      await tabTo(starts(label), label)
      for (let times = 0; times < MAX_STEPS; times++) {
        const chosen = await page.evaluate(
          () => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.textContent,
        )
        if (chosen === option) return
        // From the first one down.
        await page.keyboard.press(times === 0 ? 'Home' : 'ArrowDown')
      }
      throw new Error(`no option ${option} in ${label}`)
    },
  }
}

const MAX_STEPS = 120

/** @throws Error when Tab does not lead there, or what has the focus does not show it */
async function tab(page: Page, fits: Fits, what: string): Promise<void> {
  const met: string[] = []
  for (let times = 0; times < MAX_STEPS; times++) {
    await page.keyboard.press('Tab')
    const at = await focus(page)
    if (!at) continue
    if (!at.visible) throw new Error(`${at.name} has the focus at ${page.url()}, but nobody sees it`)
    met.push(at.name)
    if (fits(at.name, at.kind, at.inMain)) return
  }
  throw new Error(`Tab does not lead to ${what} at ${page.url()}: ${[...new Set(met)].join(' | ')}`)
}

function focus(page: Page): Promise<{ name: string; kind: string; inMain: boolean; visible: boolean } | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return undefined
    const field = element as HTMLInputElement
    if (element.matches('a[href^="#"]')) return undefined
    const label = field.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent ?? ''
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const box = element.getBoundingClientRect()
    const seen = outlineStyle !== 'none' && outlineWidth !== '0px' && box.width > 0 && box.height > 0
    return {
      name: label.replace(/\s+/g, ' ').trim(),
      kind: field.type ?? '',
      inMain: element.closest('main') !== null,
      // The parts of a date show it themselves.
      visible: element.matches('.dv-card__link') || field.type === 'date' || seen,
    }
  })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
