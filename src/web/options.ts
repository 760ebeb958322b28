// What the HTML frame is given by the composition.
import type { Express } from 'express'
import type { Ctx } from '../core/context.ts'
import type { Feature } from '../core/feature.ts'
import type { RemoteLookup } from '../core/federation.ts'
import type { Kinds } from '../core/kind.ts'
import type { Viewer } from '../core/viewer.ts'
import type { Clock } from '../lib/clock.ts'
import type { Config } from '../platform/config/config.ts'
import type { Database } from '../platform/db/database.ts'
import type { FileStore } from '../platform/files/store.ts'
import type { Locale, Translations } from '../platform/i18n/texts.ts'
import type { Logger } from '../platform/log.ts'
import type { Assets } from './assets/assets.ts'

export type WebFeature = Pick<Feature, 'name' | 'pages' | 'session' | 'layout' | 'nav'>

export interface WebOptions {
  readonly config: Pick<Config, 'origin' | 'dataDir' | 'trustProxy' | 'version'>
  readonly log: Logger
  readonly clock: Clock
  readonly texts: Translations
  readonly kinds: Kinds
  /** In the order of their rank: the first that hands in a session source or a part of the layout gives it. */
  readonly features: readonly WebFeature[]
  /** The context of a request. */
  context(viewer: Viewer, locale: Locale, db?: Database): Ctx
  /** A database for a page that begins now (`platform/db/steady-reads.ts`). Default: the usual one. */
  steadyReads?(): Promise<Database>
  /** For pasted handles and addresses: five seconds in total, made anew for each request that asks. */
  lookup(ctx: Ctx): RemoteLookup
  readonly store: FileStore
  /** Database and queue answer: asked by /ready. Rejects or gives false when they do not. */
  ready(): Promise<boolean>
  /** The inboxes of the federation frame hang here: before everything that only browsers need, except the headers. */
  inboxes?(app: Express): void
  /** The federation frame hangs its other routes here: after request id, log and headers, before cookies, bodies and pages. */
  before?(app: Express): void
  /** Another server that signed a request for a picture; a guest when the signature does not hold. */
  signer?(request: { readonly originalUrl: string; readonly rawHeaders: string[] }): Promise<Viewer>
  /** Default: what `src/web/assets/build.ts` made in dist/assets. */
  readonly assets?: Assets
  /** Theme that comes with the assets. `ma` is there for tests. DATA_DIR/theme.css is put on top of it. */
  readonly theme?: 'voorbeeld' | 'ma'
  /** POSTs that one person, or one address of guests, may do in a minute. Default 300. */
  readonly postsPerMinute?: number
}
