// The kind contract: everything the house needs to know of a type of content, in one folder per kind.
import type { ComponentChildren, VNode } from 'preact'
import type { Schema } from '../lib/schema.ts'
import type { Instant } from '../lib/clock.ts'
import type { ActorId, ContentId } from '../lib/id.ts'
import type { Texts, Translate } from '../platform/i18n/texts.ts'
import type { Audience, ContentState } from './access.ts'
import type { JsonObject } from './federation.ts'
import type { AnyFlow } from './flow.ts'
import type { ResponseViewProps } from './response-view.ts'

/** In a form, names of a kind's own fields begin with this, so that they never clash with those of the spine. */
export const OWN = 'own_'

/** How one datum of a kind is labelled, entered and shown. Its label is the text `<kind>.field.<name>`. */
export interface FieldSpec {
  readonly name: string
  /** `list`: several short texts, typed with commas between them; an array in the data. */
  readonly type: 'text' | 'markdown' | 'date' | 'number' | 'choice' | 'flag' | 'list'
  readonly required?: boolean
  /** For `choice`: the values; the label of each is `<kind>.<field>.<value>`. */
  readonly options?: readonly string[]
  /** Greatest length in characters (text, markdown), or greatest number. */
  readonly max?: number
  readonly min?: number
  /** For `text` and `list`: words that it proposes; one may type others. */
  readonly suggest?: readonly string[]
  /** In which step of a form that has several, from 1. Default: 1. */
  readonly step?: number
}

/** A value that lists may filter on or sort by. SQL never looks inside `data`; it looks at these. */
export interface Facet {
  readonly name: string
  readonly text?: string
  readonly number?: number
}

/** An item as every room and view sees it: the spine's row, with `data` parsed by its kind's schema. */
export interface Content<Data = unknown> {
  readonly id: ContentId
  readonly iri: string
  /** Name of its kind. */
  readonly kind: string
  /** Host of the plein it was written on. */
  readonly host: string
  readonly local: boolean
  readonly authorId: ActorId
  readonly groupId: ActorId | null
  /** Empty for an item without a title (a short message). */
  readonly title: string
  /** Markdown as typed; null when it came from elsewhere as HTML only. */
  readonly body: string | null
  /** Safe HTML. */
  readonly html: string
  /** Plain text, at most 500 characters. */
  readonly summary: string
  readonly audience: Audience
  readonly state: ContentState
  readonly language: string
  readonly data: Data
  /** The thread's collection (FEP-7888). */
  readonly contextIri: string
  /** The page for people. */
  readonly url: string
  readonly published: Instant
  readonly edited: Instant | null
  readonly commentCount: number
  readonly likeCount: number
  readonly lastActivity: Instant
  /** It concerns nobody here: somebody looked it up. It stands in no stream. */
  readonly lookedUp?: boolean
}

/** What a kind makes of a received object: the parts of a draft that are its own affair. */
export interface ReceivedDraft<Data> {
  readonly title: string
  readonly data: Data
}

/** What a kind says of itself to software that does not read its AS2 type; the spine adds ids, addressing and text. */
export type CompanionNote = JsonObject & {
  readonly type: string
  /** Plain text. */
  readonly summary: string
  /** Safe HTML, put in front of the text. */
  readonly head: string
  readonly tag: readonly JsonObject[]
  readonly attachment: readonly JsonObject[]
}

export interface KindFederation<Data> {
  /** AS2 types that this kind claims on the way in. Each type is claimed by one kind; `Note` and `Article` are post's. */
  readonly types: readonly string[]
  /**
   * What is this kind's own in the AS2 object: at least `type`, and its own properties.
   * The spine adds ids, addressing, content, tags, context and proof.
   */
  toObject(content: Content<Data>): { type: string } & JsonObject
  /** Reads its own part of a received object, compact AS2; null when it is not one of this kind. */
  fromObject(object: JsonObject): ReceivedDraft<Data> | null
}

/** One response that holds a place, as a party of it may know it. */
export interface Agreed {
  /** With whom, for the item's author, who may have several; undefined for who responded. */
  readonly other: string | undefined
  /** By the flow's schema. */
  readonly data: unknown
}

/** The parts of an item's page, drawn and ready to be put in place; those that are not there are null. */
export interface KindParts {
  readonly word: ComponentChildren
  readonly title: ComponentChildren
  readonly byline: ComponentChildren
  /** Text, pictures and tags. */
  readonly text: ComponentChildren
  /** Nuttig, delen, bewerken … */
  readonly actions: ComponentChildren
  /** Where it stands, who may read it. */
  readonly margin: ComponentChildren
  /** Why it fits the viewer, who may respond to it. */
  readonly fit: ComponentChildren
  /** How far its responses are, and what the viewer can do now. */
  readonly panel: ComponentChildren
  /** The viewer has responded: the panel tells how far that is. */
  readonly responds: boolean
  /** For its author: the states of the responses to it. */
  readonly responseStates: readonly string[]
  /** What the viewer agreed about it, when he is one of the two. */
  readonly agreements: readonly Agreed[]
  readonly thread: ComponentChildren
}

export interface KindViewProps<Data> {
  readonly t: Translate
  readonly now: Instant
  readonly data: Data
}

/** What a kind draws itself, where the list of its fields is not enough. */
export interface KindViews<Data> {
  /** The page of an item, from its parts; `mine` is its id, for its author here. */
  readonly Show?: (
    props: KindViewProps<Data> & { readonly parts: KindParts; readonly mine?: string | undefined },
  ) => VNode
  /** A line on its card. */
  readonly Brief?: (props: KindViewProps<Data>) => VNode | null
  /** Terms of a response in plain words: those of a version, or else the last ones. Null: there are none. */
  readonly Terms?: (props: TermsViewProps) => VNode | null
}

export interface TermsViewProps {
  readonly t: Translate
  /** Of the response, by the flow's schema. */
  readonly data: unknown
  readonly version?: number | undefined
}

export interface Kind<Name extends string = string, Data = unknown> {
  readonly name: Name
  /** Its own data. The same schema parses the web form, the command line, and every read from the database. */
  readonly schema: Schema<Data>
  readonly fields: readonly FieldSpec[]
  /** `required`: always; `optional`: may be left empty; `none`: has no title. */
  readonly title: 'required' | 'optional' | 'none'
  readonly federation: KindFederation<Data>
  /** What lists may filter or sort by. Default: nothing. */
  readonly facets?: (data: Data) => readonly Facet[]
  /** Name of the icon (Tabler) and, by data, the text key of the word that says what it is. Default: `<kind>.name`. */
  readonly icon: string
  readonly label?: (data: Data) => string
  /** For whom a new one starts, by data, when that is narrower than usual. Default: as its place has it. */
  readonly audience?: (data: Data) => Audience | undefined
  /** What people may respond, and how that goes on. Default: nothing but comments. */
  readonly flow?: AnyFlow
  /** What it draws of a response itself. Default: nothing but the bar of steps, moves, history and talk. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly responseView?: (props: ResponseViewProps<string, any, any>) => VNode | null
  /**
   * What of the data a change by its author leaves as it is (places taken, status): called with the data before and the
   * data as typed. Default: what was typed. Throws Invalid, naming fields, when the two do not go together.
   */
  readonly carry?: (before: Data, typed: Data) => Data
  /**
   * The data as it is published (again after every change by its author). Throws Invalid, naming fields, when
   * something is missing that a draft may lack. Default: as it is.
   */
  readonly publishing?: (data: Data, now: Instant) => Data
  /** Text key of why it cannot be deleted (any more); undefined: it can. Default: it always can. */
  readonly keep?: (data: Data) => string | undefined
  /**
   * What is left of the data when it has long been over and what it says about people is removed; `strike` takes names
   * and addresses out of a text. Default: it stays as it is.
   */
  readonly anonymous?: (data: Data, strike: (text: string) => string) => Data
  /**
   * Path of the page where one is written, when the general form is not enough. Takes the same query, and `?item=` for
   * one that is there already. It may have several steps; its fields have the names that they have in the general form.
   */
  readonly writeAt?: string
  /** The room where one finds them: marked in the main navigation on their pages, and the way back. Default: none. */
  readonly room?: { readonly name: string; readonly path: string }
  readonly views?: KindViews<Data>
  /**
   * The note (Article) for software that does not know its AS2 type, sent there in its place: what differs from the
   * object itself. `summary` is plain text, `head` is HTML in front of the text, `tag` and `attachment` come besides
   * those that it has. Default: everybody gets the object.
   */
  readonly companion?: (content: Content<Data>) => CompanionNote
  /** What is in no group goes to all allowed hosts, followed or not. Default: to followers only. */
  readonly networkWide?: boolean
  /**
   * Keys begin with the kind's name: `<kind>.name`, `<kind>.field.<field>`, for choices `<kind>.<field>.<value>`; where
   * there are texts for it also `<kind>.new` (title of the form), `<kind>.about` (what it is for), `<kind>.help.<field>`
   * and `<kind>.<field>.none` (nothing chosen).
   */
  readonly texts: Texts
}

/** All kinds, by name and by AS2 type. */
export interface Kinds {
  readonly all: readonly AnyKind[]
  get(name: string): AnyKind
  find(name: string): AnyKind | undefined
  /** The kind that claims an AS2 type. */
  forType(type: string): AnyKind | undefined
}

/** A kind whose data type is not known here; `defineKind` checks it where it is written. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyKind = Kind<string, any>

/** Checks a kind's own parts against each other at compile time. */
export function defineKind<const Name extends string, Data>(kind: Kind<Name, Data>): Kind<Name, Data> {
  return kind
}

/**
 * The look-up over a list of kinds.
 * @throws Error when two kinds share a name or an AS2 type (at start, not at run time).
 */
export function kindsFrom(all: readonly AnyKind[]): Kinds {
  const byName = new Map<string, AnyKind>()
  const byType = new Map<string, AnyKind>()
  for (const kind of all) {
    if (byName.has(kind.name)) throw new Error(`two kinds are named ${kind.name}`)
    byName.set(kind.name, kind)
    for (const type of kind.federation.types) {
      const other = byType.get(type)
      if (other) throw new Error(`kinds ${other.name} and ${kind.name} both claim the type ${type}`)
      byType.set(type, kind)
    }
  }
  return {
    all,
    find: (name) => byName.get(name),
    forType: (type) => byType.get(type),
    get(name) {
      const kind = byName.get(name)
      if (!kind) throw new Error(`unknown kind ${name}`)
      return kind
    },
  }
}
