// What every query and command is handed, and the tools that only workers get.
import type { Config } from '../platform/config/config.ts'
import type { Database, OpenDatabase, Tx } from '../platform/db/database.ts'
import type { FileStore } from '../platform/files/store.ts'
import type { HttpClient } from '../platform/http/fetch.ts'
import type { Logger } from '../platform/log.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import type { Locale } from '../platform/i18n/texts.ts'
import type { Clock } from '../lib/clock.ts'
import type { Emit } from './events.ts'
import type { Kinds } from './kind.ts'
import type { RemoteLookup } from './federation.ts'
import type { Proofs } from './proofs.ts'
import type { Translations } from '../platform/i18n/texts.ts'
import type { Viewer } from './viewer.ts'

export interface Ctx {
  readonly viewer: Viewer
  readonly locale: Locale
  /** For reads. Throws inside a transaction: there, use `tx` (on SQLite it would wait for itself for ever). */
  readonly db: Database
  readonly clock: Clock
  readonly log: Logger
  readonly config: Config
  readonly kinds: Kinds
  readonly proofs: Proofs
  /**
   * One command, one transaction: domain rows and events are kept together or not at all.
   * The callback may run twice (busy database): nothing in it but database work through `tx`.
   */
  transaction<T>(work: (tx: Tx, emit: Emit) => Promise<T>): Promise<T>
}

/** The outside world, for listeners and jobs only: a page cannot send mail or fetch inside a request. */
export interface Tools {
  readonly mailer: Mailer
  readonly files: FileStore
  readonly http: HttpClient
  /** Remote actors and objects: fetched, checked and recorded. */
  readonly remote: RemoteLookup
  /** Texts in any locale, for mail to other people. */
  readonly texts: Translations
  /** The opened database itself, for what is not a query: backup. */
  readonly database: OpenDatabase
  /** Context of the same app for another viewer. */
  as(viewer: Viewer): Ctx
}
