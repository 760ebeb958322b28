// Addresses that programs expect to find: robots.txt, security.txt, change-password, favicon.
import type { Express } from 'express'
import type { Clock } from '../lib/clock.ts'
import type { Assets } from './assets/assets.ts'

const HALF_YEAR_MILLIS = 182 * 86_400_000

export interface WellKnown {
  readonly origin: string
  readonly clock: Clock
  readonly assets: Assets
  /** Where to report a weak spot: `mailto:` or `https:`; undefined: the page about this plein. */
  securityContact(): Promise<string | undefined>
}

export function mountWellKnown(app: Express, { origin, clock, assets, securityContact }: WellKnown): void {
  app.get('/robots.txt', (_request, response) => {
    const closed = ['/search', '/settings', '/admin', '/notifications', '/sign-in', '/new/']
    response.setHeader('Cache-Control', 'public, max-age=86400')
    response.type('text/plain').send(`User-agent: *\n${closed.map((path) => `Disallow: ${path}\n`).join('')}`)
  })
  // RFC 9116: the date must be less than a year ahead, and is always fresh.
  app.get('/.well-known/security.txt', async (_request, response) => {
    const lines = [
      `Contact: ${(await securityContact()) ?? `${origin}/about`}`,
      `Expires: ${clock.in(HALF_YEAR_MILLIS)}`,
      'Preferred-Languages: nl, en',
      `Canonical: ${origin}/.well-known/security.txt`,
    ]
    response.type('text/plain').send(`${lines.join('\n')}\n`)
  })
  app.get('/security.txt', (_request, response) => response.redirect(301, '/.well-known/security.txt'))
  app.get('/.well-known/change-password', (_request, response) => response.redirect(302, '/settings/account'))
  app.get('/favicon.ico', (_request, response) => response.redirect(302, assets.href('favicon.svg')))
}
