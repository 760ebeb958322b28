// Other servers, and this plein's own settings.
import type { Instant } from '../../lib/clock.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    instance: InstanceTable
    setting: SettingTable
  }
}

export interface InstanceTable {
  /** Host with port, as in its IRIs ("plein.gemeente.nl", "127.0.0.1:3002"). */
  host: string
  software: string | null
  version: string | null
  /** Since when it is known to speak as we do; it stays so, whatever it says later. */
  spokeOurs: Instant | null
  trust: 'neutral' | 'allowed' | 'blocked'
  /** Why it is allowed or blocked, for the administrators. */
  reason: string | null
  form: 'activity' | 'object' | null
  scheme: 'rfc9421' | 'cavage' | null
  takesEd25519: 0 | 1
  /** JSON array of capabilities (FEP-844e). */
  implements: string
  /** Circuit breaker: failures in a row, and until when deliveries are held. */
  failures: number
  heldUntil: Instant | null
  lastSuccess: Instant | null
  lastFailure: Instant | null
  lastError: string | null
  /** When NodeInfo was last asked. */
  asked: Instant | null
  /** When it last introduced itself and was answered. */
  introduced: Instant | null
  created: Instant
}

export interface SettingTable {
  name: string
  /** JSON. */
  value: string
}
