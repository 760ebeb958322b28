// The flow contract: what may happen between the author of an item and whoever responds to it, as a pure state machine.
// A klus's candidates, an event's registrations, bookings and peer reviews are flows; the room `responses` runs them.
import type { Instant } from '../lib/clock.ts'
import type { Schema } from '../lib/schema.ts'
import type { JsonObject } from './federation.ts'
import type { FieldSpec } from './kind.ts'

/** The two parties: who wrote the item, and who responds to it. Each acts on his own plein. */
export const sides = ['author', 'respondent'] as const
export type Side = (typeof sides)[number]

/** Who makes a move: a party himself, somebody who decides for one of them (leidinggevende), or time. */
export const makers = ['author', 'respondent', 'manager', 'clock'] as const
export type Maker = (typeof makers)[number]

/** Before there is a response. */
export const NEW = 'new'

/** Where a response stands. `data` is by the flow's schema. */
export interface Standing<State extends string = string, Data = unknown> {
  readonly state: State | typeof NEW
  readonly data: Data
}

/** What a move may know besides the response itself. Nothing in here is read from anywhere by the flow. */
export interface Situation<Subject = unknown> {
  /** The item's own data. */
  readonly subject: Subject
  /** What the item says of itself, for frozen terms. */
  readonly item: { readonly iri: string; readonly title: string; readonly text: string; readonly url: string }
  readonly author: PartyFacts
  readonly respondent: PartyFacts
  readonly now: Instant
  /** Places that no other response holds. Only the item's own plein knows; elsewhere it is what was last heard. */
  readonly placesLeft: number
  /** The other side speaks plain FEP-0837 only: an Accept is all that it will ever understand. */
  readonly foreign: boolean
  /** Id of the step, the same on both sides: what it makes (an entry of hours) takes its id from it. */
  readonly stepId: string
  readonly maker: Maker
}

export interface PartyFacts {
  readonly iri: string
  readonly name: string
  /** Name of the organisation, or the host. */
  readonly organisation: string
  readonly host: string
}

/** What somebody signs with a move: the document, and with whose key. */
export interface Signing {
  /** The text to sign, worked out on both sides from the same standing; null: nothing to sign now. */
  readonly document: JsonObject | null
  /** `maker`: the person's own key; `instance`: the key of the maker's plein, which vouches for who has no actor. */
  readonly by: 'maker' | 'instance'
}

/**
 * How a move is offered: as the one thing to do now, besides that, as a way out, or only where the kind's own view of a
 * response places it (a line of hours can be confirmed, hours as such cannot). `elsewhere`: at no page of responses, but
 * by another room, which looks at more first (whom one may invite).
 */
export type Offered = 'first' | 'besides' | 'out' | 'within' | 'elsewhere'

export interface Move<State extends string, Data, Payload, Subject> {
  /** States that it can be made from; `new`: it begins a response. */
  readonly from: readonly (State | typeof NEW)[]
  /** Who may make it, for this item (help that is offered turns the parties' roles round). */
  by(subject: Subject): readonly Maker[]
  /** For whom the manager decides, when `by` names him. */
  managerOf?(subject: Subject): Side
  /** Text key of why it cannot be made from a state that is not in `from`; default: that it is too late, or too early. */
  readonly whyNot?: (state: State | typeof NEW) => string | undefined
  readonly payload: Schema<Payload>
  /**
   * The form of it; the label of each is the text `<flow>.<move>.<field>`, of an option `<flow>.<move>.<field>.<value>`.
   * A `text` of more than 300 characters is a large field. None: a button is enough.
   */
  readonly fields?: readonly FieldSpec[]
  /** Values that its form begins with; a name that has no field goes along unseen. */
  readonly initial?: (
    standing: Standing<State, Data>,
    situation: Situation<Subject>,
  ) => Readonly<Record<string, string>>
  /** What is signed with it. The proof reaches `apply` as `proof`. */
  readonly signs?: (standing: Standing<State, Data>, payload: Payload, situation: Situation<Subject>) => Signing
  /** How pages offer it. Default: besides. */
  readonly offered?: Offered | ((standing: Standing<State, Data>, situation: Situation<Subject>) => Offered)
  /** Text key of what its maker must know before he makes it. Default: nothing. */
  readonly caution?: (standing: Standing<State, Data>, situation: Situation<Subject>) => string | undefined
  /** Says of what is there already that it is right, in a few letters: it can be made also when nothing more fits. */
  readonly settles?: true
  /** May it be made now, besides `from` and `by`? Pages offer it only then. Default: yes. */
  readonly fits?: (standing: Standing<State, Data>, situation: Situation<Subject>) => boolean
  /**
   * The next standing. Pure: the same input gives the same outcome, wherever and whenever.
   * @throws Refusal with words for people; nothing has happened then
   */
  apply(
    standing: Standing<State, Data>,
    payload: Payload,
    situation: Situation<Subject> & { readonly proof?: JsonObject },
  ): Standing<State, Data>
}

/** How many responses of an item are where. */
export interface Tally {
  /** Responses that hold a place. */
  readonly taken: number
  /** Responses that have not ended. */
  readonly live: number
  readonly total: number
  readonly byState: Readonly<Record<string, number>>
}

export interface Flow<Name extends string = string, State extends string = string, Data = unknown, Subject = unknown> {
  /** Also the beginning of its text keys: `<name>.state.<state>`, `<name>.move.<move>`. */
  readonly name: Name
  /** In the order of a usual life, for the bar of steps; then the side exits. */
  readonly states: readonly State[]
  /** The usual life, for the bar of steps. */
  readonly path: readonly State[]
  /** States that hold one of the item's places. */
  readonly taking: readonly State[]
  /** States in which nothing more is expected. */
  readonly ended: readonly State[]
  readonly schema: Schema<Data>
  readonly empty: Data
  /** A move named `talk`, where there is one, is also made by the author's first private message. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly moves: Readonly<Record<string, Move<State, Data, any, Subject>>>
  /** How it speaks FEP-0837, and which of its moves the words of ActivityStreams stand for. */
  readonly wire: {
    readonly moves: { readonly Offer: string; readonly Undo: string; readonly Reject: string; readonly Invite: string }
    /** The state in which the Accept with the final agreement is sent. */
    readonly accepted: State
    /** How a foreign proposer's Accept or Reject moves a response of somebody here. */
    accept(standing: Standing<State, Data>, agreement: JsonObject, now: Instant): Standing<State, Data>
    reject(standing: Standing<State, Data>, reason: string, now: Instant): Standing<State, Data>
    /** The agreement as it goes with the Offer, and with the Accept. */
    agreement(standing: Standing<State, Data>, situation: Situation<Subject>): JsonObject
    /** Reads a received Offer's agreement into the payload of `offer`; null when it does not fit the item. */
    fromOffer(agreement: JsonObject, situation: Situation<Subject>): JsonObject | null
  }
  /** What a manager is asked. Default: no manager has a say. */
  readonly consent?: {
    /** Their payload: the version, and with conditions `words`, with no `lapsed` (nobody answered in time). */
    readonly moves: { readonly yes: string; readonly conditions: string; readonly no: string }
    /** The version of the terms that waits for his word; undefined: none does. */
    waiting(data: Data): number | undefined
  }
  /**
   * What the respondent signed of what counts now, about this item; his own plein believes that he is bound (a state of
   * `taking`) only by that. Undefined: he did not sign. Default: nothing is signed.
   */
  readonly signed?: (
    data: Data,
    itemIri: string,
  ) => { readonly document: JsonObject; readonly proof: JsonObject } | undefined
  /** All that was ever agreed, with its signatures, oldest first; the last counts. Default: only what counts can be read. */
  readonly agreements?: (data: Data) => readonly { readonly version: number; readonly document: JsonObject }[]
  /** Why it ended, as a word: where there is a text `<name>.told.<move>.<word>`, that is what people are told. */
  readonly because?: (data: Data) => string | undefined
  /** What is left when the personal parts are removed, some time after the end. Default: all of it stays. */
  readonly forget?: (data: Data) => Data
  /** How many places the item has. */
  places(subject: Subject): number
  /** May one begin to respond at all now? Throws a Refusal with words when not. */
  open(subject: Subject, now: Instant): void
  /** What a side may know of `data` now: what is sent to it, and what its pages show. */
  visible(data: Data, side: Side, now: Instant): Data
  /** The move that time makes, and when; null: none. */
  deadline(
    standing: Standing<State, Data>,
    situation: { readonly subject: Subject; readonly moved: Instant },
  ): Due | null
  /**
   * Set: only who said that he is available is invited. His own plein sees to that as well, and answers for anybody else
   * with this move of the respondent, which says no more than that. Default: anybody who may see the item is invited.
   */
  readonly turnsAway?: string
  /** The item's own data after its responses changed. Same object: nothing to tell. */
  settle(subject: Subject, tally: Tally, now: Instant): Subject
}

export interface Due {
  readonly at: Instant
  readonly move: string
}

// oxlint-disable-next-line typescript/no-explicit-any
export type AnyFlow = Flow<string, any, any, any>

/** Checks the parts of a flow against each other at compile time. */
export function defineFlow<const Name extends string, State extends string, Data, Subject>(
  flow: Flow<Name, State, Data, Subject>,
): Flow<Name, State, Data, Subject> {
  return flow
}
