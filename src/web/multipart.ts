// Forms with files (multipart/form-data, RFC 7578), read into memory within limits.
import { Buffer } from 'node:buffer'
import busboy from 'busboy'
import type { Request } from 'express'
import { Refusal, TooLarge } from '../core/errors.ts'
import type { UploadedFile } from '../core/pages.ts'
import { addField, exactText, type Fields, MEGABYTE, MAX_FIELDS, type SentForm } from './fields.ts'

export const FILE_MEGABYTES = 8
export const MAX_FILES = 8
/** Of a whole form, files and all. */
const MAX_BYTES = (FILE_MEGABYTES * MAX_FILES + 2) * MEGABYTE
/** Of all its texts together. */
const MAX_TEXT = 2 * MEGABYTE

type FileStream = NodeJS.ReadableStream & { truncated?: boolean }

/** @throws TooLarge with `error.fileTooLarge` or `error.tooManyFiles`; Refusal 400 when it cannot be read. */
export function readMultipart(request: Request, takeFiles: boolean): Promise<SentForm> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw new TooLarge()
  const parser = openParser(request)
  const form = Object.create(null) as Fields
  const files: Promise<UploadedFile | undefined>[] = []
  const takeText = upTo(MAX_TEXT)
  const takeBytes = upTo(MAX_BYTES)
  return new Promise((resolve, reject) => {
    function count(chunk: Buffer): void {
      if (!takeBytes(chunk.length)) stop(new TooLarge())
    }
    function stop(error: unknown): void {
      request.off('data', count)
      request.unpipe(parser)
      request.resume()
      reject(error instanceof Refusal ? error : new Refusal(400, 'error.badBody', {}, { cause: error }))
    }
    parser.on('field', (name, value, info) => {
      try {
        if (info.valueTruncated || info.nameTruncated || !takeText(name.length + value.length)) throw new TooLarge()
        addField(form, exactText(Buffer.from(name, 'latin1')), exactText(Buffer.from(value, 'latin1')))
      } catch (error) {
        stop(error)
      }
    })
    parser.on('file', (field, stream, info) => {
      const file = takeFiles ? collect(field, stream, info) : ignore(stream)
      file.catch(stop)
      files.push(file)
    })
    parser.on('filesLimit', () => stop(new TooLarge('error.tooManyFiles', { max: MAX_FILES })))
    parser.on('fieldsLimit', () => stop(new TooLarge()))
    parser.on('partsLimit', () => stop(new TooLarge()))
    parser.on('error', stop)
    request.once('close', () => {
      if (!request.complete) stop(new Error('the visitor went away'))
    })
    parser.on('close', () => {
      Promise.all(files).then((all) => resolve({ form, files: all.filter((file) => file !== undefined) }), stop)
    })
    // A body that does not say how long it is, is counted as it comes.
    request.on('data', count)
    request.pipe(parser)
  })
}

/** Counts towards a limit. @returns false once that is passed. */
function upTo(most: number): (size: number) => boolean {
  let total = 0
  return (size) => (total += size) <= most
}

/** Fields as latin1, which keeps their bytes, so that `exactText` can tell what is no UTF-8. */
function openParser(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defCharset: 'latin1',
      defParamCharset: 'latin1',
      limits: {
        fileSize: FILE_MEGABYTES * MEGABYTE,
        files: MAX_FILES,
        fields: MAX_FIELDS,
        fieldSize: MEGABYTE,
        fieldNameSize: 200,
        parts: MAX_FIELDS + MAX_FILES,
      },
    })
  } catch (error) {
    throw new Refusal(400, 'error.badBody', {}, { cause: error })
  }
}

/** The file, or undefined for a file field in which nothing was chosen. */
async function collect(field: string, stream: FileStream, info: busboy.FileInfo): Promise<UploadedFile | undefined> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  if (stream.truncated) throw new TooLarge('error.fileTooLarge', { megabytes: FILE_MEGABYTES })
  const bytes = Buffer.concat(chunks)
  if (bytes.length === 0) return undefined
  const fileName = Buffer.from(info.filename ?? '', 'latin1')
    .toString('utf8')
    .slice(0, 200)
  return { field, fileName, mimeType: info.mimeType, bytes }
}

async function ignore(stream: FileStream): Promise<undefined> {
  stream.resume()
}
