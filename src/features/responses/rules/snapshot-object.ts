// How a response stands, as the item's plein tells the respondent's: its shape on the wire, written and read.
import { type JsonObject } from '../../../core/federation.ts'
import { toInstant } from '../../../lib/clock.ts'
import type { Instant } from '../../../lib/clock.ts'
import { parseIri } from '../../../lib/iri.ts'
import { z } from '../../../lib/schema.ts'
import { makerSchema, responseLimits, type Step, type StepRefusal } from './response.ts'
import type { Maker } from '../../../core/flow.ts'

export interface Snapshot {
  /** Null: there is no response; only steps are answered. */
  readonly iri: string | null
  readonly authorIri: string
  readonly itemIri: string
  readonly respondentIri: string
  readonly version: number
  readonly state: string
  readonly data: unknown
  readonly moved: Instant
  readonly steps: readonly SnapshotStep[]
}

export interface SnapshotStep {
  readonly iri: string
  readonly move: string
  readonly maker: Maker
  readonly made: Instant
  readonly outcome: 'done' | 'refused'
  readonly refusal: StepRefusal | null
  readonly version: number | null
}

export const SNAPSHOT_TYPE = 'dwv:Response'

/** A step as the other plein is told of it; undefined while nothing is decided about it. */
export function snapshotStep(step: Step): SnapshotStep | undefined {
  const { iri, move, maker, made, outcome, refusal, version } = step
  return outcome === 'pending' ? undefined : { iri, move, maker, made, outcome, refusal, version }
}

/** As it stands in activities (`dwv:response`), and at its own id. */
export function snapshotObject(snapshot: Snapshot): JsonObject & { readonly type: string } {
  return {
    ...(snapshot.iri ? { id: snapshot.iri } : {}),
    type: SNAPSHOT_TYPE,
    attributedTo: snapshot.authorIri,
    to: [snapshot.respondentIri],
    'dwv:item': snapshot.itemIri,
    'dwv:respondent': snapshot.respondentIri,
    'dwv:version': snapshot.version,
    'dwv:state': snapshot.state,
    'dwv:data': snapshot.data as JsonObject,
    updated: snapshot.moved,
    'dwv:steps': snapshot.steps.map((step) => ({
      id: step.iri,
      'dwv:move': step.move,
      'dwv:maker': step.maker,
      'dwv:outcome': step.outcome,
      published: step.made,
      ...(step.version === null ? {} : { 'dwv:version': step.version }),
      ...(step.refusal ? { 'dwv:code': step.refusal.code, 'dwv:params': step.refusal.params } : {}),
    })),
  }
}

const iri = z.string().refine((text) => parseIri(text) !== undefined)
const moment = z.string().transform((text, context): Instant => {
  const instant = toInstant(text)
  if (instant === undefined) context.addIssue({ code: 'custom', message: 'no moment' })
  return instant ?? ''
})
const refusal = z.object({
  'dwv:code': z.string().max(200),
  'dwv:params': z.record(z.string(), z.union([z.string().max(500), z.number()])).default({}),
})

/** Why something was refused, when it says so in a way that can be read. */
export function readRefusal(value: unknown): StepRefusal | undefined {
  const read = refusal.safeParse(value)
  return read.success ? { code: read.data['dwv:code'], params: read.data['dwv:params'] } : undefined
}

/** No more than a column of PostgreSQL holds. */
const version = z.int().min(0).max(1_000_000)

const step = z.object({
  id: iri,
  'dwv:move': z.string().max(100),
  'dwv:maker': makerSchema,
  'dwv:outcome': z.enum(['done', 'refused']),
  published: moment,
  'dwv:version': version.optional(),
  'dwv:code': z.string().max(200).optional(),
  'dwv:params': z.record(z.string(), z.union([z.string().max(500), z.number()])).optional(),
})
const reference = z.union([iri, z.array(iri).length(1)]).transform((value) => [value].flat()[0] ?? '')
const snapshot = z.object({
  id: iri.optional(),
  type: z.literal(SNAPSHOT_TYPE),
  attributedTo: reference,
  'dwv:item': iri,
  'dwv:respondent': iri,
  'dwv:version': version,
  'dwv:state': z.string().max(100),
  'dwv:data': z.unknown(),
  updated: moment,
  'dwv:steps': z.array(step).max(responseLimits.steps).default([]),
})

/** What is told, or undefined when it cannot be read; who may tell it is for the caller to check. */
export function readSnapshot(value: unknown): Snapshot | undefined {
  const read = snapshot.safeParse(value)
  if (!read.success) return undefined
  const { data } = read
  if (JSON.stringify(data['dwv:data'] ?? null).length > responseLimits.data) return undefined
  return {
    iri: data.id ?? null,
    authorIri: data.attributedTo,
    itemIri: data['dwv:item'],
    respondentIri: data['dwv:respondent'],
    version: data['dwv:version'],
    state: data['dwv:state'],
    data: data['dwv:data'],
    moved: data.updated,
    steps: data['dwv:steps'].map((one) => ({
      iri: one.id,
      move: one['dwv:move'],
      maker: one['dwv:maker'],
      made: one.published,
      outcome: one['dwv:outcome'],
      refusal: one['dwv:code'] === undefined ? null : { code: one['dwv:code'], params: one['dwv:params'] ?? {} },
      version: one['dwv:version'] ?? null,
    })),
  }
}
