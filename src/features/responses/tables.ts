// What people answer to an item that asks for it: one row per person and item, the steps made, and the private talk.
import type { ColumnType } from 'kysely'
import type { Maker } from '../../core/flow.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, ContentId, Id, ResponseId, StepId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    response: ResponseTable
    responseStep: ResponseStepTable
    responseMessage: ResponseMessageTable
  }
}

/**
 * The plein of the item is the authority: it counts versions and says where a response stands. The respondent's plein
 * keeps the last that it heard, and its own steps that wait for an answer.
 */
export interface ResponseTable {
  id: ResponseId
  /** Its name on the wire, given by the authority; null until the respondent's plein heard of it. */
  iri: string | null
  contentId: ContentId
  respondentId: ActorId
  state: string
  /** 1 and up, by the authority; 0: nothing heard yet. */
  version: number
  /** JSON by the flow's schema. SQL never looks inside. */
  data: string
  /** The activity with which the respondent offered (the last one), for Accept, Reject and Undo. */
  offerIri: string | null
  /** When time makes the next move (authority only). */
  deadline: Instant | null
  /** 1: nothing more is expected. */
  ended: 0 | 1
  created: Instant
  moved: Instant
  /** When the other plein was last heard about it (respondent's plein only). */
  heard: Instant | null
  /** When its personal parts were removed. */
  forgotten: ColumnType<Instant | null, Instant | null | undefined, Instant | null>
}

/** One step of one party: what he did, and what became of it. */
export interface ResponseStepTable {
  id: StepId
  /** Unique: a step that arrives twice is one step. */
  iri: string
  responseId: ResponseId
  move: string
  maker: Maker
  /** Null for time. */
  actorId: ActorId | null
  /** JSON by the move's schema. */
  payload: string
  /** JSON of the proof that was signed with it (FEP-8b32). */
  proof: string | null
  made: Instant
  outcome: 'pending' | 'done' | 'refused'
  /** JSON {code, params} of the refusal. */
  refusal: string | null
  /** The version that it led to. */
  version: number | null
  /** How often it was sent, and when again (pending steps to another plein). */
  tries: number
  sendAgain: Instant | null
}

/** Private talk between the two. */
export interface ResponseMessageTable {
  id: Id<'responseMessage'>
  iri: string
  responseId: ResponseId
  authorId: ActorId
  /** Markdown; null when it came as HTML only. */
  body: string | null
  html: string
  created: Instant
  /** When the other one first saw it here. */
  read: Instant | null
  /** `pending`: the other plein did not say yet that it arrived. */
  outcome: 'pending' | 'done' | 'refused'
  /** JSON {code, params} of why it did not arrive. */
  refusal: string | null
  /** How often it was sent, and when again. */
  tries: number
  sendAgain: Instant | null
}
