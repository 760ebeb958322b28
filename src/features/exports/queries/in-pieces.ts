// Long lists, read some rows at once while they are written.
import type { Instant } from '../../../lib/clock.ts'

export const AT_ONCE = 100

/** Where in a list, sorted by (published, id) or by id alone, the last row of a piece stands. */
export interface Place {
  readonly published: Instant
  /** `never`: it may be compared with ids of any noun. */
  readonly id: never
}

/** Before the first row: every moment and every id is greater than no text. */
const BEGINNING: Place = { published: '', id: '' as never }

/**
 * All rows, in the order in which they are read.
 * @param read gives the next rows after a place, at most AT_ONCE
 */
export async function* inPieces<Row extends { readonly published: Instant; readonly id: string }>(
  read: (after: Place) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after = BEGINNING
  for (;;) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = { published: last.published, id: last.id as never }
  }
}
