// What axe finds on a page of a real browser: WCAG 2.2 AA and good practice. Only what is wrong comes back from the browser,
// and nothing is gathered about what is right: that costs more than the looking itself.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** By tag: WCAG 2.2 AA and good practice. */
const all: Axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** Those that the same page may break in another theme. */
const ofStyle: Axe.RunOnly = {
  type: 'rule',
  values: [
    'color-contrast',
    'link-in-text-block',
    'target-size',
    'scrollable-region-focusable',
    'css-orientation-lock',
  ],
}

/**
 * @param part selector; only this part is looked at
 * @returns rule and elements, for each rule that is broken
 */
export async function findings(page: Page, part?: string): Promise<string[]> {
  return findingsBy(all, page, part)
}

/** What may be wrong in the style of a page of which all else was looked at. */
export async function findingsOfStyle(page: Page, part?: string): Promise<string[]> {
  return findingsBy(ofStyle, page, part)
}

async function findingsBy(runOnly: Axe.RunOnly, page: Page, part: string | undefined): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  if (!isThere) await page.evaluate(source)
  return page.evaluate(look, { part, runOnly })
}

/** Runs in the browser. */
async function look({ part, runOnly }: { part: string | undefined; runOnly: Axe.RunOnly }): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof Axe }
  const found = await axe.run(part ?? document, {
    runOnly,
    resultTypes: ['violations'],
    reporter: 'no-passes',
    selectors: false,
    elementRef: false,
    // None of these rules reads the style sheets themselves; reading all of them takes long.
    preload: { assets: ['media'] },
  })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)
}
