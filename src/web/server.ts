// The HTML frame: everything that happens to a request, in the order in which it happens.
import compression from 'compression'
import express, { type Express } from 'express'
import { guest } from '../core/viewer.ts'
import { openAssets } from './assets/assets.ts'
import { showErrors, nothingHere } from './errors.tsx'
import { forgeryGuard } from './forgery.ts'
import { frameOf } from './frame.ts'
import { securityHeaders } from './headers.ts'
import { mountHealth } from './health.ts'
import { languageSwitch } from './locale.ts'
import type { WebOptions } from './options.ts'
import { limitPosts, rateLimit } from './rate.ts'
import { accessLog } from './request-id.ts'
import { guestPages, knownMethods, mountPages } from './routes.ts'
import { originForm } from './origin-form.ts'
import { sitePageRoutes } from './site-pages.tsx'
import { loadTheme, serveTheme } from './theme/load.ts'
import { setUpFirst, visitors } from './visit.ts'
import { mountWellKnown } from './well-known.ts'

export type { WebFeature, WebOptions } from './options.ts'

const POSTS_PER_MINUTE = 300

/** An express app that serves the pages of the rooms. See WebOptions for what it needs; it listens to nothing yet. */
export function openWeb(options: WebOptions): { app: Express } {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.config.trustProxy)
  app.set('query parser', false)
  mountWeb(app, options)
  return { app }
}

/** The same, on an app that is there already. */
export function mountWeb(app: Express, options: WebOptions): void {
  const { config, clock, log } = options
  const assets = options.assets ?? openAssets()
  const theme = loadTheme({ dataDir: config.dataDir, assets, base: options.theme ?? 'voorbeeld', log })
  const frame = frameOf(options, assets, theme)
  const own = { ...options, features: [...options.features, { name: 'site-pages', pages: sitePageRoutes(frame) }] }

  app.use(originForm)
  app.use(accessLog(log, clock))
  app.use(securityHeaders(config.origin.startsWith('https:')))
  options.inboxes?.(app)
  options.before?.(app)
  app.use(assets.serve)
  app.use(serveTheme(theme))
  mountHealth(app, options.ready)
  const asGuest = () => options.context(guest, 'nl')
  const securityContact = async () => (await frame.layout.contacts(asGuest())).security
  mountWellKnown(app, { origin: config.origin, clock, assets, securityContact })
  app.use(knownMethods)
  app.use(languageSwitch(frame.cookies))
  app.use(guestPages(frame))
  app.use(compression())
  app.use(forgeryGuard(config.origin))
  app.use(visitors(frame))
  app.use(limitPosts(rateLimit(clock, options.postsPerMinute ?? POSTS_PER_MINUTE)))
  app.use(setUpFirst(frame))
  mountPages(app, { ...frame, options: own })
  app.use(nothingHere)
  app.use(showErrors(frame))
}
