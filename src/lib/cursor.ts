// Keyset paging: a page ends where the next one starts, by (time, id), whatever was added in between.
import type { Instant } from './clock.ts'
import { isId } from './id.ts'

/** What a list is asked for. */
export interface PageInput {
  /** `next` of the page before. Anything that is no cursor of ours counts as the beginning. */
  readonly after?: string | undefined
  /** At most this many items. */
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Cursor of the next page; undefined on the last one. */
  readonly next: string | undefined
}

/** Place of one item in a list that is sorted by (time, id). */
export interface Position {
  readonly time: Instant
  readonly id: string
}

/** A position as text for an address: the time without its marks, a dash, the id. */
export function pack(position: Position): string {
  return `${position.time.replace(/[-:.TZ]/g, '')}-${position.id}`
}

/** The position in a cursor, or undefined when the text is not one. */
export function unpack(text: string | undefined): Position | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})-(.{36})$/.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, milli, id = ''] = match
  if (!isId(id)) return undefined
  return { time: `${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`, id }
}

/** A page from rows of a query that asked for one row more than the limit. */
export function pageOf<Row>(rows: readonly Row[], limit: number, position: (row: Row) => Position): Page<Row> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? pack(position(last)) : undefined }
}

/** The same page with each item made into something else. */
export function mapPage<A, B>(page: Page<A>, change: (item: A) => B): Page<B> {
  return { items: page.items.map(change), next: page.next }
}
