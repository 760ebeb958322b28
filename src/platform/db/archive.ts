// One file with many named entries: a gzipped tar (POSIX ustar), so that any tool can look inside.
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { isError } from '../error-code.ts'

export interface Entry {
  /** At most 100 characters. */
  readonly name: string
  readonly bytes: Buffer
}

/** First entry of a backup, contents.json. */
export interface Contents {
  readonly format: 'plein-backup'
  readonly formatVersion: 1
  readonly made: string
  readonly origin: string
  readonly version: string
  readonly migrations: readonly string[]
  /** Parents before children. */
  readonly tables: readonly string[]
}
/** Last entry of a backup, end.json: without it the backup is not whole. */
export interface Totals {
  readonly rows: number
  readonly files: number
}

const BLOCK = 512

/** Writes all entries, readable by the owner only; the file appears when it is whole. */
export async function writeArchive(path: string, entries: AsyncIterable<Entry>): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true })
    await pipeline(blocks(entries), createGzip({ level: 4 }), file)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    // What comes from the database speaks for itself.
    if (!isError(error) || !('syscall' in error)) throw error
    throw new Error(`${path} cannot be written: ${error.message}`, { cause: error })
  }
}

async function* blocks(entries: AsyncIterable<Entry>): AsyncIterable<Buffer> {
  for await (const { name, bytes } of entries) {
    yield header(name, bytes.length)
    yield bytes
    yield Buffer.alloc(paddingOf(bytes.length))
  }
  yield Buffer.alloc(2 * BLOCK)
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for an archive`)
  block.write(name, 0)
  block.write('0000600\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\u000000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

/** Entries one by one. @throws Error when the file is no archive of this kind, or was cut short or damaged. */
export async function* readArchive(path: string): AsyncIterable<Entry> {
  const file = createReadStream(path)
  const unzipped = createGunzip()
  // A file that cannot be opened is told to whoever reads, not to the process.
  file.on('error', (error) => unzipped.destroy(error))
  const read = readerOf(file.pipe(unzipped))
  try {
    for (;;) {
      const block = await read(BLOCK)
      if (block.every((byte) => byte === 0)) return
      const size = Number.parseInt(block.toString('latin1', 124, 135), 8)
      if (block.toString('latin1', 257, 262) !== 'ustar' || !(size >= 0)) throw new Error('not an archive of a plein')
      const bytes = await read(size)
      await read(paddingOf(size))
      yield { name: block.toString('utf8', 0, 100).replace(/\0.*$/s, ''), bytes }
    }
  } catch (error) {
    throw new Error(`${path} cannot be read: ${isError(error) ? error.message : String(error)}`, { cause: error })
  }
}

/** Reads exactly so many bytes at a time. */
function readerOf(stream: AsyncIterable<Buffer>): (size: number) => Promise<Buffer> {
  const chunks = stream[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return async (size) => {
    const parts: Buffer[] = []
    let missing = size
    while (missing > 0) {
      if (rest.length === 0) {
        const next = await chunks.next()
        if (next.done) throw new Error('it was cut short')
        rest = next.value
      }
      const part = rest.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      rest = rest.subarray(part.length)
    }
    return Buffer.concat(parts)
  }
}
