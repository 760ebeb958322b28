// What axe finds on a page of a real browser: WCAG 2.2 AA and good practice. Only what is wrong comes back from the browser,
// and nothing is gathered about what is right: that costs more than the looking itself.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * @param part selector; only this part is looked at
 * @returns rule and elements, for each rule that is broken
 */
export async function findings(page: Page, part?: string): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  if (!isThere) await page.evaluate(source)
  return page.evaluate(look, { part, rules })
}

/** Runs in the browser. */
async function look({ part, rules: values }: { part: string | undefined; rules: string[] }): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: typeof Axe }
  const found = await axe.run(part ?? document, {
    runOnly: { type: 'tag', values },
    resultTypes: ['violations'],
    reporter: 'no-passes',
    selectors: false,
    elementRef: false,
    // None of these rules reads the style sheets themselves; reading all of them takes long.
    preload: { assets: ['media'] },
  })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`)
}
