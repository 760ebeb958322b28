// A real Chromium for tests and pictures: one for the process, a fresh context per visitor.
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium as driver } from 'playwright-core'

export interface Visitor {
  readonly width?: number
  readonly height?: number
  readonly locale?: 'nl-NL' | 'en-GB'
  readonly script?: boolean
  readonly dark?: boolean
  /** Pixels of the picture per pixel of the page. Default: as few as can be, as nobody looks at them. */
  readonly scale?: number
}

/** Milliseconds that a page may take over something: long enough for a machine that does ten things at once. */
const PATIENCE = 120_000

let running: Promise<Browser> | undefined

export function browser(): Promise<Browser> {
  running ??= launch()
  return running
}

async function launch(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
      '--hide-scrollbars',
      // Pages are looked at once: compiling their scripts for speed costs more than it brings.
      '--js-flags=--no-opt,--no-maglev',
    ],
  })
}

/** A window of somebody who is not signed in anywhere. Close it when done. */
export async function newVisitor(visitor: Visitor = {}): Promise<BrowserContext> {
  const { width = 1280, height = 900, locale = 'nl-NL', script = true, dark = false, scale = 0.25 } = visitor
  const opened = await browser()
  const context = await opened.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    locale,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
    colorScheme: dark ? 'dark' : 'light',
  })
  context.setDefaultTimeout(PATIENCE)
  return context
}

export async function closeBrowser(): Promise<void> {
  const closing = running
  running = undefined
  await (await closing)?.close()
}
