// Puts a picture into the store, in both sizes.
import type { PreparedImage } from './image.ts'
import type { FileStore } from './store.ts'

/** Where the two sizes of one picture are kept. */
export interface ImageKeys {
  readonly full: string
  readonly small: string
}

/** What is to be recorded of it. `file` is the key of the full size; sizes in pixels and bytes are of that too. */
export interface KeptImage {
  readonly file: string
  readonly mimeType: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** @throws when the disk is full */
export async function keepImage(store: FileStore, keys: ImageKeys, image: PreparedImage): Promise<KeptImage> {
  const { full, small, mimeType, width, height } = image
  await store.put(keys.full, full)
  await store.put(keys.small, small)
  return { file: keys.full, mimeType, width, height, bytes: full.length }
}
