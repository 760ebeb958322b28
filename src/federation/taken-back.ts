// Tombstones of what was deleted or undone before it came: a Create after its Delete, or a Like after its Undo, is dropped.
import { openBatches } from '../platform/batches.ts'
import { prepared } from '../platform/db/prepared.ts'
import type { Frame } from './frame.ts'
import { originOf } from './json.ts'
import type { ReadActivity } from './read.ts'
import type { ReceivedRows } from './received.ts'
import { classOf } from './trust.ts'

export interface TakenBack {
  /** For activities that are believed. An id of another server than the actor's is not remembered. */
  remember(read: ReadActivity, outcome: 'done' | 'ignored'): Promise<void>
  /** True for what was taken back, by its object's id or its own. */
  includes(read: ReadActivity): Promise<boolean>
}

const known = prepared((db, { iris }: { iris: readonly string[] }) =>
  db.selectFrom('inbox').select('iri').where('iri', 'in', iris),
)

/** Kept as rows of `inbox` without a text. */
export function openTakenBack({ ctx }: Pick<Frame, 'ctx'>, received: Pick<ReceivedRows, 'keep'>): TakenBack {
  const found = openBatches<readonly string[], boolean>(async (wanted) => {
    const rows = await known.all(ctx.db, { iris: wanted.flat() })
    const there = new Set(rows.map(({ iri }) => iri))
    return wanted.map((names) => names.some((name) => there.has(name)))
  })

  async function remember(read: ReadActivity, outcome: 'done' | 'ignored'): Promise<void> {
    const iri = takenBackBy(read, outcome)
    if (iri === undefined || originOf(iri) !== originOf(read.actorIri)) return
    await received.keep({ iri: nameFor(iri), raw: '', signerIri: read.actorIri })
  }

  async function includes(read: ReadActivity): Promise<boolean> {
    const names = idsOf(read).map(nameFor)
    return names.length > 0 && found.add(names)
  }

  return { remember, includes }
}

/** The IRI to remember. What is deleted here keeps its own tombstone; what is undone leaves none, known or not. */
function takenBackBy(read: ReadActivity, outcome: 'done' | 'ignored'): string | undefined {
  if (read.type === 'Delete' && outcome === 'ignored') return read.objectIri
  const undone = read.type === 'Undo' ? read.object?.['type'] : undefined
  return typeof undone === 'string' && isOpinion(undone) ? read.objectIri : undefined
}

function idsOf(read: ReadActivity): string[] {
  if (isOpinion(read.type)) return [read.id]
  return classOf(read.type) === 'content' && read.objectIri !== undefined ? [read.objectIri] : []
}

function isOpinion(type: string): boolean {
  return classOf(type) === 'opinion' || type === 'Announce'
}

/** A row of `inbox` without a text, beside those of what was received. */
function nameFor(iri: string): string {
  return `taken-back ${iri}`
}
