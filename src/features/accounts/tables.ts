// Ways in: accounts, sessions, invitations, and the count of failed tries.
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, ActorId, Id } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    account: AccountTable
    session: SessionTable
    invitation: InvitationTable
    attempt: AttemptTable
  }
}

export interface AccountTable {
  id: AccountId
  personId: ActorId
  /** Lower case. */
  email: string
  /** argon2id in PHC form. */
  passwordHash: string
  admin: 0 | 1
  locale: 'nl' | 'en' | null
  disabled: Instant | null
  created: Instant
  lastSeen: Instant | null
}

export interface SessionTable {
  /** SHA-256 of the token in the cookie, hex. */
  id: string
  accountId: AccountId
  userAgent: string
  created: Instant
  lastSeen: Instant
  expires: Instant
}

export interface InvitationTable {
  id: Id<'invitation'>
  /** SHA-256 of the token in the link, hex. */
  tokenHash: string
  /** What it gives: the first administrator's set-up, a new account, or a new password. */
  purpose: 'setup' | 'account' | 'password'
  email: string | null
  admin: 0 | 1
  accountId: AccountId | null
  invitedBy: ActorId | null
  created: Instant
  expires: Instant
  used: Instant | null
}

/** Counts tries per key (`signIn:<email>`, `signIn:<address>`) in a window. */
export interface AttemptTable {
  key: string
  count: number
  /** When the window ends and counting starts anew. */
  ends: Instant
}
