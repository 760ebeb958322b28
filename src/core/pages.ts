// What rooms and the HTML frame agree on: a page is a function from a request to an answer. No express in here.
import type { VNode } from 'preact'
import type { Readable } from 'node:stream'
import type { FileStore } from '../platform/files/store.ts'
import type { Translate } from '../platform/i18n/texts.ts'
import type { Ctx } from './context.ts'
import type { RemoteLookup } from './federation.ts'

/** A file from a multipart form, already in memory (at most the configured limit). */
export interface UploadedFile {
  readonly field: string
  readonly fileName: string
  readonly mimeType: string
  readonly bytes: Buffer
}

export interface PageRequest {
  readonly ctx: Ctx
  readonly t: Translate
  readonly method: 'GET' | 'POST'
  /** Path without query, and the whole as the visitor asked it (for coming back after signing in). */
  readonly path: string
  readonly url: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Form fields; a field that is sent more than once is an array. */
  readonly form: Readonly<Record<string, string | readonly string[]>>
  readonly files: readonly UploadedFile[]
  /** Where pictures are kept: a page puts a prepared one here before the command records it, and serves it from here. */
  readonly store: FileStore
  /** For rate limits: the address of the client. */
  readonly address: string
  readonly userAgent: string
  /** Hash of the session's token, when signed in. */
  readonly sessionId: string | undefined
  /** Looks up what somebody pasted (@naam@host, a URL); five seconds in total. */
  readonly lookup: RemoteLookup
  /** Asked by our own script for a fragment: the frame leaves the layout away. */
  readonly fragment: boolean
  /** What was typed into this page's form before one had to sign in again. */
  readonly kept?: Readonly<Record<string, string | readonly string[]>> | undefined
}

/** A page above this one. */
export interface Crumb {
  readonly label: string
  readonly href: string
}

export interface PageOptions {
  readonly status?: number
  /** Name of the item of the main navigation that is current. */
  readonly current?: string
  /** Only for pages that anyone may read: lets the frame cache and search engines index. */
  readonly public?: boolean
  readonly description?: string
  /** Path of the picture for previews elsewhere (OpenGraph). */
  readonly image?: string
  readonly canonical?: string
  /** Path of the Atom feed of this page. */
  readonly atom?: string
  /** IRI of the same thing for machines (`rel=alternate`, application/activity+json). */
  readonly activityIri?: string
  readonly breadcrumbs?: readonly Crumb[]
  /** There is nowhere else to go yet: no navigation, no search, no links at the bottom. */
  readonly bare?: boolean
}

export type PageAnswer =
  | { readonly type: 'page'; readonly title: string; readonly body: VNode; readonly options: PageOptions }
  | {
      readonly type: 'redirect'
      readonly to: string
      /** Text key of what happened, shown on the next page. */
      readonly flash?: string
      readonly session?: SessionChange
    }
  | {
      readonly type: 'file'
      readonly contentType: string
      readonly body: string | Buffer | Readable
      readonly headers?: Readonly<Record<string, string>>
      readonly status?: number
    }

/** Sign in (a fresh token) or out (null); the frame sets the cookie. */
export type SessionChange = { readonly token: string; readonly expires: Date } | null

export type PageHandler = (request: PageRequest) => Promise<PageAnswer>

/** Where a room hangs its pages. Paths as in express 5 (`/g/:handle`). POST is guarded against forgery by the frame. */
export interface PageRoutes {
  get(path: string, handler: PageHandler): void
  post(path: string, handler: PageHandler): void
}

/** Resolves a session cookie to the viewer. Given by the room `accounts`. */
export interface SessionSource {
  /** The signed-in person behind the token, with what the layout shows; undefined when it is not (or no longer) valid. */
  resolve(ctx: Ctx, token: string): Promise<SignedIn | undefined>
  /** False until the first administrator exists: then every page leads to the set-up page. */
  isSetUp(ctx: Ctx): Promise<boolean>
}

export interface SignedIn {
  readonly sessionId: string
  readonly viewer: Extract<Ctx['viewer'], { type: 'person' }>
  readonly locale: Ctx['locale'] | undefined
}

/** What the layout's header shows of the viewer and the plein; each part comes from the room that owns it. */
export interface LayoutSource {
  person?(ctx: Ctx): Promise<{ name: string; handle: string; picture: string | undefined } | undefined>
  organisation?(ctx: Ctx): Promise<{ name: string; logo: string | undefined }>
  /** How the organisation is reached, as `mailto:` or `https:`; absent when nobody said it. */
  contacts?(ctx: Ctx): Promise<{ general?: string; security?: string }>
  unread?(ctx: Ctx): Promise<number>
}

export interface NavItem {
  /** Also the text key `nav.<name>`. */
  readonly name: string
  readonly href: string
  /** Tabler icon. */
  readonly icon: string
  /** Only for administrators. */
  readonly admin?: boolean
  /** Place in the row, low first. */
  readonly order: number
}
