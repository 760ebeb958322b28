// What a response is, whatever its flow: types, limits, and the events of this room.
import type { Maker, Side } from '../../../core/flow.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type ActorId, type ContentId, derivedId, type Id, type ResponseId, type StepId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'

declare module '../../../core/events.ts' {
  interface Events {
    /** On the item's plein: a response went on. */
    'response.moved': ResponseMoved
    /** On the item's plein: the respondent's plein asked, or repeated itself; it is told how things stand. */
    'response.answered': { responseId: ResponseId; stepIri: string }
    /** On the item's plein: somebody elsewhere may not begin to respond. */
    'response.turnedDown': TurnedDown
    /** On the respondent's plein: somebody elsewhere invited a person here who is not to be invited. */
    'response.uninvited': Uninvited
    /** On the respondent's plein: he made a step that the item's plein has to hear of. */
    'response.stepped': { responseId: ResponseId; stepId: StepId }
    /** On the respondent's plein: the item's plein told how things stand. */
    'response.heard': ResponseHeard
    /** Somebody here wrote to the other one, or was written to. */
    'response.messaged': { messageId: MessageId }
    /** A message from elsewhere arrived (`refusal` null) or is not taken: whoever wrote it is told. */
    'response.messageAnswered': { responseId: ResponseId; iri: string; refusal: StepRefusal | null }
    /** A message that was written here did not arrive. */
    'response.messageLost': { messageId: MessageId }
    /** Its personal parts were removed, some time after its end. */
    'response.forgotten': { responseId: ResponseId }
  }
}

export interface ResponseMoved {
  readonly responseId: ResponseId
  readonly version: number
  readonly move: string
  readonly stepId: StepId
  readonly byMaker: Maker
  readonly before: string
  readonly after: string
}

export interface TurnedDown {
  readonly contentId: ContentId
  readonly respondentId: ActorId
  readonly stepIri: string
  readonly offerIri: string | null
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

export interface Uninvited {
  readonly contentId: ContentId
  readonly respondentId: ActorId
  /** Of the response, as the item's plein calls it. */
  readonly iri: string
  /** In which he was invited. */
  readonly version: number
}

export interface ResponseHeard {
  readonly responseId: ResponseId
  /** Of the version before, and now. */
  readonly before: string
  readonly after: string
  readonly version: number
  /** The step that led there, and who made it; null when only an answer to own steps came. */
  readonly move: string | null
  readonly byMaker: Maker | null
  /** Own steps that were refused. */
  readonly refused: readonly StepId[]
}

export type MessageId = Id<'responseMessage'>

/** One person's response to one item. */
export interface Response {
  readonly id: ResponseId
  readonly iri: string | null
  readonly contentId: ContentId
  readonly respondentId: ActorId
  readonly state: string
  readonly version: number
  /** By the flow's schema; everything that is kept, also what a side may not know. */
  readonly data: unknown
  readonly offerIri: string | null
  readonly deadline: Instant | null
  readonly ended: boolean
  readonly created: Instant
  readonly moved: Instant
  readonly heard: Instant | null
  /** When its personal parts were removed. */
  readonly forgotten: Instant | null
}

export interface Step {
  readonly id: StepId
  readonly iri: string
  readonly responseId: ResponseId
  readonly move: string
  readonly maker: Maker
  readonly actorId: ActorId | null
  readonly payload: unknown
  readonly proof: JsonObject | null
  readonly made: Instant
  readonly outcome: 'pending' | 'done' | 'refused'
  readonly refusal: StepRefusal | null
  readonly version: number | null
  readonly tries: number
}

export interface StepRefusal {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

/**
 * Characters; `data` and `payload` as JSON. From `growing` on, only what brings a response further can be added: what is
 * more than `data` another plein does not read. `steps` is how many of them are told to the other plein.
 */
export const responseLimits = {
  message: 5000,
  growing: 150_000,
  data: 200_000,
  payload: 20_000,
  steps: 100,
  /** Of each of the two, so that neither uses up the other's. */
  messagesEach: 250,
} as const

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long after the nth sending what was not answered is sent again. */
const pauses = [HOUR, 4 * HOUR] as const
/** A step, or a message, is sent for a month; then it counts as refused. */
export const MAX_TRIES = 32
/** After so long without a word the item's plein is asked how things stand. */
export const SILENCE_MILLIS = DAY

/** @param tries how often it was sent */
export function pauseAfter(tries: number): number {
  return pauses[tries - 1] ?? DAY
}

const STEPS = '5c0b2a52-9d2f-5d5e-8f0a-3b8ad3c3f7a1'

/** The same on both pleinen, and different for every step: made of its name on the wire. */
export function stepIdOf(iri: string): StepId {
  return derivedId<'step'>(STEPS, iri)
}

export const otherSide = (side: Side): Side => (side === 'author' ? 'respondent' : 'author')

export const makerSchema = z.enum(['author', 'respondent', 'manager', 'clock'])
