// Pictures: uploaded here, or copied from elsewhere.
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, MediaId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    media: MediaTable
    attachment: AttachmentTable
  }
}

export interface MediaTable {
  id: MediaId
  ownerId: ActorId | null
  /** Key in the file store; null for a remote picture that has not been fetched yet. */
  file: string | null
  mimeType: string
  /** Text alternative; empty only when decorative. */
  alt: string
  width: number | null
  height: number | null
  bytes: number | null
  /** Where a remote picture lives; unique. */
  remoteUrl: string | null
  created: Instant
}

/** Which item (content, comment or actor) a picture belongs to: whoever may see one of those may see the picture. */
export interface AttachmentTable {
  subjectId: string
  mediaId: MediaId
  position: number
}
