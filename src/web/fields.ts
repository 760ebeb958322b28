// Form fields and query strings as exact text: what is no UTF-8 is refused, and not silently changed.
import type { Buffer } from 'node:buffer'
import { Refusal, TooLarge } from '../core/errors.ts'
import type { UploadedFile } from '../core/pages.ts'

export type Fields = Record<string, string | string[]>

export interface SentForm {
  readonly form: Fields
  readonly files: readonly UploadedFile[]
}

export const MEGABYTE = 1_048_576
export const MAX_FIELDS = 1000

/**
 * Fields of a query string or an urlencoded body (URL Standard §5.1), but exact: what is no UTF-8 is refused.
 * A field that is sent more than once is an array.
 */
export function parseFields(text: string): Fields {
  const fields = Object.create(null) as Fields
  const pairs = text.split('&', MAX_FIELDS + 1)
  if (pairs.length > MAX_FIELDS) throw new TooLarge()
  for (const pair of pairs) {
    if (pair === '') continue
    const split = pair.indexOf('=')
    const name = decode(split < 0 ? pair : pair.slice(0, split))
    addField(fields, name, split < 0 ? '' : decode(pair.slice(split + 1)))
  }
  return fields
}

/** A second value of the same name makes it a list. */
export function addField(fields: Fields, name: string, value: string): void {
  const known = fields[name]
  if (known === undefined) fields[name] = value
  else if (typeof known === 'string') fields[name] = [known, value]
  else known.push(value)
}

function decode(text: string): string {
  try {
    return withoutZero(decodeURIComponent(text.replaceAll('+', ' ')))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw badText()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws Refusal 400 when the bytes are no UTF-8. */
export function exactText(bytes: Buffer): string {
  try {
    return withoutZero(utf8.decode(bytes))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw badText()
  }
}

/** PostgreSQL keeps no zero characters; nobody types them. */
function withoutZero(text: string): string {
  if (text.includes('\0')) throw badText()
  return text
}

function badText(): Refusal {
  return new Refusal(400, 'error.badText')
}
