// Ways in: what a good password is, how long sessions and links last, and how tries are slowed down.
import { createHash } from 'node:crypto'
import type { AccountId, Id } from '../../lib/id.ts'

declare module '../../core/events.ts' {
  interface Events {
    /** An invitation or a link for a new password waits to be mailed. */
    'account.invited': { invitationId: Id<'invitation'>; locale: 'nl' | 'en' }
    /** Its sessions ended with it. */
    'account.disabled': { accountId: AccountId }
  }
}

export const PASSWORD_MIN = 12
/** More would only cost time. */
export const PASSWORD_MAX = 200
export const EMAIL_MAX = 254

const HOUR = 60 * 60 * 1000
/** A session ends when it was not used for this long … */
export const SESSION_IDLE_MILLIS = 8 * HOUR
/** … and in any case after this long. */
export const SESSION_MILLIS = 24 * HOUR
export const LINK_MILLIS = { setup: 7 * 24 * HOUR, account: 14 * 24 * HOUR, password: HOUR } as const

/** Tries within this time after the last one count together. */
export const ATTEMPT_WINDOW_MILLIS = HOUR
/** So many tries are free; then each next one must wait twice as long. */
export const FREE_ATTEMPTS = { email: 5, address: 30 } as const
/** Where somebody signed in within this time, only tries from there can make that somebody wait. */
export const KNOWN_PLACE_MILLIS = 30 * 24 * HOUR
/** So many links for a new password can be open at once; who asks on has them in the mail already. */
export const OPEN_RESETS = 3
const MAX_WAIT_MILLIS = 5 * 60 * 1000

/** How long to wait after try number `count`, in milliseconds. */
export function waitAfter(count: number, free: number): number {
  return count < free ? 0 : Math.min(1000 * 2 ** (count - free), MAX_WAIT_MILLIS)
}

/** Beginnings and wholes that everybody tries first (Dutch and English), compared without marks and capitals. */
const COMMON = [
  'password', 'passw0rd', 'wachtwoord', 'welkom', 'welcome', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'azerty', 'letmein',
  'geheim', 'iloveyou', 'ikhouvanjou', 'administrator', 'admin', 'beheerder', 'gemeente', 'waterschap', 'provincie',
  'ministerie', 'zomer', 'herfst', 'winter', 'lente', 'voorjaar', 'najaar', 'januari', 'februari', 'maart', 'april',
  'augustus', 'september', 'oktober', 'november', 'december', 'amsterdam', 'rotterdam', 'feyenoord', 'changeme',
  'monkey', 'dragon', 'football', 'voetbal', 'sunshine', 'princess', 'prinses', 'superman', 'batman', 'computer',
  'trustno', 'abc', 'test', 'dwarsverband',
] // prettier-ignore

/** What is wrong with a new password, as a text key; undefined when it will do. */
export function passwordFault(password: string, person: readonly string[] = []): string | undefined {
  if (password === '') return 'field.required'
  if (Array.from(password).length < PASSWORD_MIN) return 'account.passwordShort'
  if (password.length > PASSWORD_MAX) return 'account.passwordLong'
  const bare = password
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replace(/[^\p{L}\p{N}]/gu, '')
  if (new Set(bare).size < 5 || isRun(bare)) return 'account.passwordCommon'
  // A common word with a year or some digits behind it is what guessing starts with.
  const word = unleet(bare).replace(/[^\p{L}]/gu, '')
  if (COMMON.some((common) => word === common || word === common + common)) return 'account.passwordCommon'
  const own = person.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((text) => text.length > 3)
  const rest = own.reduce((left, text) => left.replaceAll(text, ''), bare)
  return rest.length < 6 ? 'account.passwordPersonal' : undefined
}

/** One of the rows or the alphabet, forwards or backwards, however far. */
function isRun(text: string): boolean {
  const runs = [
    '01234567890123456789',
    'abcdefghijklmnopqrstuvwxyz',
    'qwertyuiopasdfghjklzxcvbnm',
    '1q2w3e4r5t6y7u8i9o0p',
  ]
  return runs.some((run) => run.includes(text) || run.split('').toReversed().join('').includes(text))
}

function unleet(text: string): string {
  return text.replace(/\d+$/, '').replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('4', 'a')
}

/** An address as it is kept and compared. */
export function tidyEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** An IPv4 address, or the first half of an IPv6 one: one household or office has as many of the rest as it likes. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...middle, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}

/** What is wrong with an e-mail address, as a text key. */
export function emailFault(email: string): string | undefined {
  if (email === '') return 'field.required'
  if (
    email.length > EMAIL_MAX ||
    !/^[^\s\p{Cc}@<>(),;:"\\[\]]+@[^\s\p{Cc}@<>(),;:"\\[\].]+(\.[^\s\p{Cc}@<>(),;:"\\[\].]+)*$/u.test(email)
  ) {
    return 'field.notEmail'
  }
  return undefined
}

/** What the database keeps of a token: with it nobody can make the token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
