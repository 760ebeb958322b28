// The look of one plein: a theme that comes along, and on top of it the organisation's own tokens from DATA_DIR/theme.css.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import type { Logger } from '../../platform/log.ts'
import type { Assets } from '../assets/assets.ts'
import { type ContrastFault, contrastFaults, schemeOf } from './contrast.ts'
import { pairs } from './pairs.ts'
import { readTokens, splitDark, type Tokens, writeTokens } from './tokens.ts'

export interface Theme {
  readonly base: 'voorbeeld' | 'ma'
  /** Classes of the `html` element. */
  readonly classes: string
  /** Addresses of own style sheets. */
  readonly styles: readonly string[]
  readonly css: string | undefined
}

export interface ThemeSource {
  readonly dataDir: string
  readonly assets: Assets
  readonly base: 'voorbeeld' | 'ma'
  readonly log: Logger
}

/** A file of tokens that cannot be read well is refused, named in the log, and the plein looks as without it. */
export function loadTheme({ dataDir, assets, base, log }: ThemeSource): Theme {
  const plain: Theme = { base, classes: `${base}-theme`, styles: [], css: undefined }
  const path = join(dataDir, 'theme.css')
  if (!existsSync(path)) return plain
  const checked = checkTheme(readFileSync(path, 'utf8'), readTokens(assets.text(`theme-${base}.css`) ?? ''))
  if (checked.faults.length > 0) {
    log.error('DATA_DIR/theme.css is not used: colours in it cannot be told apart', {
      pairs: checked.faults.map(faultText),
    })
    return plain
  }
  const css = themeCss(checked, 'plein-theme')
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 12)
  return { base, classes: `${base}-theme plein-theme`, styles: [`/theme/${hash}.css`], css }
}

export interface CheckedTheme {
  readonly tokens: Tokens
  /** Over those, for people who have their screen dark. Empty: the theme brings nothing for them. */
  readonly dark: Tokens
  /** With those of the theme below: on which ground the text stands. */
  readonly schemes: { readonly plain: 'light' | 'dark'; readonly dark: 'light' | 'dark' }
  readonly faults: readonly ContrastFault[]
}

/** The tokens of an organisation's file, and what is wrong with them on top of the theme below. */
export function checkTheme(css: string, base: Tokens): CheckedTheme {
  const { plain, dark: darkCss } = splitDark(css)
  const [tokens, dark] = [readTokens(plain), readTokens(darkCss)]
  const all = new Map([...base, ...tokens])
  const allDark = new Map([...all, ...dark])
  const faults = [...contrastFaults(all, pairs), ...(dark.size > 0 ? contrastFaults(allDark, pairs) : [])]
  return { tokens, dark, schemes: { plain: schemeOf(all), dark: schemeOf(allDark) }, faults }
}

/** Fields, lists and scrollbars of the browser itself follow the scheme. */
function themeCss({ tokens, dark, schemes }: CheckedTheme, className: string): string {
  const under = (own: Tokens, scheme: string) => writeTokens(new Map([['color-scheme', scheme], ...own]), className)
  const plain = under(tokens, schemes.plain)
  return dark.size === 0
    ? plain
    : `${plain}@media screen and (prefers-color-scheme:dark){${under(dark, schemes.dark)}}\n`
}

/** "--basis-… on --basis-…: 2.31, at least 4.5" */
export function faultText({ front, back, ratio, least }: ContrastFault): string {
  const found = ratio === undefined ? 'a colour that is missing or cannot be read' : ratio.toFixed(2)
  return `${front} on ${back}: ${found}, at least ${least} is needed`
}

/** Serves the plein's own style sheet at its hashed address. */
export function serveTheme(theme: Theme): RequestHandler {
  return function serveOwnTheme(request, response, next) {
    if (theme.css === undefined || request.path !== theme.styles[0]) return next()
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    response.type('text/css').send(theme.css)
  }
}
