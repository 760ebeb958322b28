// Rows of what was received, for the worker: many activities are worked on side by side, and share what they ask and write.
import type { Selectable } from 'kysely'
import { openBatches } from '../platform/batches.ts'
import type { Tx } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import type { Frame } from './frame.ts'
import type { InboxTable } from './tables.ts'

type Row = Selectable<InboxTable>

export interface ReceivedRows {
  /** @param iri key of the row */
  find(iri: string): Promise<Pick<Row, 'iri' | 'raw' | 'signerIri' | 'handled'> | undefined>
  markHandled(iri: string): Promise<void>
  /** Puts down what needs no handling any more. Does nothing when it is there already. */
  keep(row: Pick<Row, 'iri' | 'raw' | 'signerIri'>): Promise<void>
}

const byIris = prepared((db, { iris }: { iris: readonly string[] }) =>
  db.selectFrom('inbox').select(['iri', 'raw', 'signerIri', 'handled']).where('iri', 'in', iris),
)
const mark = prepared((db, { iris, now }: { iris: readonly string[]; now: string }) =>
  (db as Tx).updateTable('inbox').set({ handled: now }).where('iri', 'in', iris),
)
const insert = prepared((db, { rows }: { rows: readonly Row[] }) =>
  (db as Tx)
    .insertInto('inbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('iri').doNothing()),
)

export function openReceived({ ctx, clock }: Pick<Frame, 'ctx' | 'clock'>): ReceivedRows {
  const found = openBatches<string, Awaited<ReturnType<ReceivedRows['find']>>>(async (iris) => {
    const rows = new Map((await byIris.all(ctx.db, { iris })).map((row) => [row.iri, row]))
    return iris.map((iri) => rows.get(iri))
  })
  const marks = openBatches<string, void>(async (iris) => {
    await ctx.transaction((tx) => mark.run(tx, { iris, now: clock.now() }))
    return iris.map(() => undefined)
  })
  const kept = openBatches<Parameters<ReceivedRows['keep']>[0], void>(async (given) => {
    const now = clock.now()
    const rows = given.map((row) => ({ ...row, received: now, handled: now })).toSorted(byIriFirst)
    await ctx.transaction((tx) => insert.run(tx, { rows }))
    return given.map(() => undefined)
  })

  return { find: (iri) => found.add(iri), markHandled: (iri) => marks.add(iri), keep: (row) => kept.add(row) }
}

/** Two writers that keep the same must not wait for each other. */
function byIriFirst(one: Pick<Row, 'iri'>, other: Pick<Row, 'iri'>): number {
  return one.iri < other.iri ? -1 : 1
}
