// Pictures that people upload: checked, turned upright, made smaller, without what the camera wrote in them.
import type { Sharp } from 'sharp'

export interface PreparedImage {
  /** At most 1600 pixels wide and high. */
  readonly full: Buffer
  /** At most 320 pixels wide and high. */
  readonly small: Buffer
  readonly mimeType: 'image/webp'
  /** Of `full`, in pixels. */
  readonly width: number
  readonly height: number
}

/** Why it cannot be used: no picture of a kind that is taken (JPEG, PNG, WebP, GIF, AVIF), damaged, or too many pixels. */
export class NotAnImage extends Error {
  override readonly name = 'NotAnImage'
  readonly reason: 'type' | 'damaged' | 'too-large'
  constructor(reason: NotAnImage['reason'], options?: ErrorOptions) {
    super(`not a usable image: ${reason}`, options)
    this.reason = reason
  }
}

const FULL = 1600
const SMALL = 320
/** Of all frames together: bounds the memory that one upload can take. */
const MAX_PIXELS = 50_000_000
const MAX_FRAMES = 200

/** Loaded with the first upload: a plein on which nobody sends pictures does without ten megabytes. */
async function library() {
  const { default: sharp } = await import('sharp')
  // Uploads are rare and large: keeping their pixels would only cost memory.
  sharp.cache(false)
  return sharp
}

/** @throws NotAnImage */
export async function prepareImage(bytes: Buffer): Promise<PreparedImage> {
  // Before the library looks at it: it also reads SVG and PDF, which can name other files.
  if (!isKnownType(bytes)) throw new NotAnImage('type')
  const frames = await countFrames(bytes)
  try {
    const [full, small] = await Promise.all([scaled(bytes, frames, FULL), scaled(bytes, 1, SMALL)])
    return { full: full.data, small: small.data, mimeType: 'image/webp', width: full.info.width, height: full.height }
  } catch (error) {
    throw new NotAnImage(/pixel limit/i.test(String(error)) ? 'too-large' : 'damaged', { cause: error })
  }
}

function isKnownType(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 16).toString('latin1')
  return (
    start.startsWith('\u00ff\u00d8\u00ff') ||
    start.startsWith('\u0089PNG\r\n\u001a\n') ||
    /^GIF8[79]a/.test(start) ||
    /^RIFF[^]{4}WEBP/.test(start) ||
    /^[^]{4}ftypavi[fs]/.test(start)
  )
}

async function countFrames(bytes: Buffer): Promise<number> {
  try {
    const { width, height, pages = 1 } = await (await open(bytes, 1)).metadata()
    const frames = Math.min(pages, MAX_FRAMES)
    if (width * height > MAX_PIXELS) throw new NotAnImage('too-large')
    // A long animation of large frames becomes a still picture.
    return width * height * frames > MAX_PIXELS ? 1 : frames
  } catch (error) {
    if (error instanceof NotAnImage) throw error
    throw new NotAnImage(/pixel limit/i.test(String(error)) ? 'too-large' : 'damaged', { cause: error })
  }
}

async function open(bytes: Buffer, frames: number): Promise<Sharp> {
  const sharp = await library()
  return sharp(bytes, { limitInputPixels: MAX_PIXELS, pages: frames, failOn: 'error' }).timeout({ seconds: 20 })
}

async function scaled(bytes: Buffer, frames: number, size: number) {
  const image = frames > 1 ? await open(bytes, frames) : (await open(bytes, 1)).autoOrient()
  const box = { width: size, height: size, fit: 'inside', withoutEnlargement: true } as const
  // Without keepMetadata(): place, camera and name of the maker do not come along.
  const made = await image.resize(box).webp({ quality: 80, effort: 3 }).toBuffer({ resolveWithObject: true })
  return { ...made, height: made.info.pageHeight ?? made.info.height }
}
