// Organisations: one per plein, by its host.
import type { Instant } from '../../lib/clock.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    organisation: OrganisationTable
  }
}

export interface OrganisationTable {
  host: string
  name: string
  /** gemeente, provincie, waterschap, ministerie, uitvoerder, other; null when not known. */
  type: string | null
  /** TOOI identifier. */
  tooi: string | null
  local: 0 | 1
  about: string
  logoMediaId: string | null
  created: Instant
  updated: Instant
}
