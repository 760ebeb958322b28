// Long lists, read some rows at once while they are written.
import type { Instant } from '../../../lib/clock.ts'

export const AT_ONCE = 100

/** Where in a list a row stands. */
export interface Place {
  readonly published: Instant
  readonly id: string
}

/** All rows in order of time, some at once. */
export async function* inPieces<Row extends Place>(
  read: (after: Place | undefined) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after: Place | undefined
  for (;;) {
    const rows = await read(after)
    yield* rows
    after = rows.at(-1)
    if (rows.length < AT_ONCE) return
  }
}
