// Reads the body of a POST. Whatever is not a form is refused in words.
import { Buffer } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { Refusal, TooLarge } from '../core/errors.ts'
import { exactText, MEGABYTE, parseFields, type SentForm } from './fields.ts'
import { readMultipart } from './multipart.ts'

/**
 * Reads the body of a POST.
 * @param takeFiles false: files are thrown away unread (of a visitor who is not signed in).
 * @throws TooLarge; Refusal 400 `error.badText` (no UTF-8, or a zero character); Refusal 415 `error.badBody`.
 */
export async function readForm(request: Request, takeFiles: boolean): Promise<SentForm> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') return readMultipart(request, takeFiles)
  if (type === 'application/x-www-form-urlencoded') return { form: parseFields(await readText(request)), files: [] }
  if (request.headers['content-length'] === '0' || type === '') return { form: {}, files: [] }
  throw new Refusal(415, 'error.badBody')
}

async function readText(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MEGABYTE) throw new TooLarge()
  const chunks: Buffer[] = []
  let size = 0
  // Not destroyed when it is too large: the answer goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MEGABYTE) throw new TooLarge()
    chunks.push(chunk)
  }
  return exactText(Buffer.concat(chunks))
}
