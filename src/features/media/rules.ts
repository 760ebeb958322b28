// What a picture is and how it is kept.
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, MediaId } from '../../lib/id.ts'
import { hostOf, withoutFragment } from '../../lib/iri.ts'

/** Greatest size of a picture from elsewhere in bytes, and greatest length of a text alternative in characters. */
export const mediaLimits = { remoteBytes: 10 * 1024 * 1024, alt: 1500 } as const

/** A picture with an item, as pages and federation see it. */
export interface Picture {
  readonly id: MediaId
  readonly ownerId: ActorId | null
  readonly mimeType: string
  readonly alt: string
  /** Pixels; null when not known (a picture from elsewhere that was not copied yet). */
  readonly width: number | null
  readonly height: number | null
  readonly remoteUrl: string | null
  /** Our copy is there: pages may show it. */
  readonly kept: boolean
}

/** An upload after it was prepared and put in the store, both sizes. */
export interface Upload {
  /** Key in the store; the small size is kept under `smallKey(file)`. */
  readonly file: string
  readonly mimeType: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** Where the full size of a picture is kept, by its own id. */
function fileKey(id: string): string {
  return `media/${id.slice(-2)}/${id}`
}

/** Of which picture this file is. */
export function pictureOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

/** Where the small size of a picture is kept. */
export function smallKey(file: string): string {
  return `${file}-small`
}

/** Where both sizes of a picture are kept, by its own id. */
export function imageKeys(id: string): { readonly full: string; readonly small: string } {
  const full = fileKey(id)
  return { full, small: smallKey(full) }
}

/**
 * The address of a picture as one host shows it: of its own the address itself, of others' with a mark behind it, that no
 * server is sent. So our copy of what a server gave us for its members never is what another shows to everyone.
 */
export function shownAddress(url: string, shownBy: string): string {
  return hostOf(url) === shownBy ? url : `${withoutFragment(url)}#${shownBy}`
}

/** A picture that is only known by its address elsewhere. */
export interface RemotePicture {
  readonly url: string
  readonly alt: string
  readonly mimeType: string
}

export interface MediaFile {
  readonly id: MediaId
  readonly file: string | null
  readonly mimeType: string
  readonly created: Instant
  readonly remoteUrl: string | null
}
