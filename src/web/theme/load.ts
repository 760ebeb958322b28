// The look of one plein: a theme that comes along, and on top of it the organisation's own tokens from DATA_DIR/theme.css.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import type { Logger } from '../../platform/log.ts'
import type { Assets } from '../assets/assets.ts'
import { type ContrastFault, contrastFaults } from './contrast.ts'
import { pairs } from './pairs.ts'
import { readTokens, type Tokens, writeTokens } from './tokens.ts'

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
  const css = writeTokens(checked.tokens, 'plein-theme')
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 12)
  return { base, classes: `${base}-theme plein-theme`, styles: [`/theme/${hash}.css`], css }
}

/** The tokens of an organisation's file, and what is wrong with them on top of the theme below. */
export function checkTheme(css: string, base: Tokens): { tokens: Tokens; faults: ContrastFault[] } {
  const tokens = readTokens(css)
  return { tokens, faults: contrastFaults(new Map([...base, ...tokens]), pairs) }
}

/** "--basis-… on --basis-…: 2.31, at least 4.5" */
export function faultText({ front, back, ratio, least }: ContrastFault): string {
  const found = ratio === undefined ? 'a colour that is missing or cannot be read' : ratio.toFixed(2)
  return `${front} on ${back}: ${found}, at least ${least} is needed`
}

export function serveTheme(theme: Theme): RequestHandler {
  return function serveOwnTheme(request, response, next) {
    if (theme.css === undefined || request.path !== theme.styles[0]) return next()
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    response.type('text/css').send(theme.css)
  }
}
