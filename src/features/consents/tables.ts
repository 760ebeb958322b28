// Toestemming: what the manager of somebody here was asked, and said. It never leaves this plein but for yes, no and the conditions.
import type { ColumnType } from 'kysely'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, ActorId, Id, ResponseId } from '../../lib/id.ts'
import type { Locale } from '../../platform/i18n/texts.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    consent: ConsentTable
  }
}

export type ConsentId = Id<'consent'>

export interface ConsentTable {
  id: ConsentId
  responseId: ResponseId
  /** For whom it is asked: the worker, who lives here. */
  personId: ActorId
  managerName: string
  /** Lower case. */
  managerEmail: string
  /** When the manager has an account here. */
  managerAccountId: AccountId | null
  /** Version of the terms that it is about. */
  termsVersion: number
  state: 'asked' | 'given' | 'conditional' | 'refused' | 'lapsed' | 'withdrawn'
  /** Conditions or the reason of a refusal. */
  words: string
  asked: Instant
  reminded: Instant | null
  /** In which the worker asked; null: from before that was kept. */
  locale: ColumnType<Locale | null, Locale | null | undefined, Locale | null>
  decided: Instant | null
}
