// The built assets, held in memory with their compressed forms; served to be kept for ever, because their names change.
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from 'express'

export interface Assets {
  /** Address of a built file by its plain name (`app.css`). */
  href(name: string): string
  has(name: string): boolean
  /** Its text: themes are read to compute contrast. */
  text(name: string): string | undefined
  readonly serve: RequestHandler
}

interface Stored {
  readonly type: string
  readonly plain: Buffer
  readonly br: Buffer | undefined
  readonly gzip: Buffer | undefined
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

/** dist/assets, seen from the source as well as from the built file. */
export function defaultAssetsDir(): string {
  const here = fileURLToPath(import.meta.url)
  const built = here.includes(join('dist', 'src', 'web'))
  return fileURLToPath(new URL(built ? '../../../assets' : '../../../dist/assets', import.meta.url))
}

/** Without a build (unit tests) there are names, but no files behind them. */
export function openAssets(dir: string = defaultAssetsDir()): Assets {
  const manifestFile = join(dir, 'manifest.json')
  const manifest: Record<string, string> = existsSync(manifestFile)
    ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, string>)
    : {}
  const stored = new Map<string, Stored>()
  for (const file of Object.values(manifest)) stored.set(`/assets/${file}`, load(dir, file))
  const href = (name: string): string => `/assets/${manifest[name] ?? name}`
  return {
    href,
    has: (name) => name in manifest,
    text: (name) => stored.get(href(name))?.plain.toString('utf8'),
    serve: serve(stored),
  }
}

function load(dir: string, file: string): Stored {
  const read = (end: string): Buffer | undefined =>
    existsSync(join(dir, file + end)) ? readFileSync(join(dir, file + end)) : undefined
  const type = types[extname(file)] ?? 'application/octet-stream'
  return { type, plain: readFileSync(join(dir, file)), br: read('.br'), gzip: read('.gz') }
}

function serve(stored: ReadonlyMap<string, Stored>): RequestHandler {
  return function serveAssets(request, response, next) {
    if (!request.path.startsWith('/assets/')) return next()
    const found = stored.get(request.path)
    if (!found || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.status(404).type('text/plain').send('Not found\n')
      return
    }
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = found.br && /\bbr\b/.test(accepted) ? 'br' : found.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : ''
    const bytes = encoding === 'br' ? found.br : encoding === 'gzip' ? found.gzip : found.plain
    if (encoding) response.setHeader('Content-Encoding', encoding)
    response.setHeader('Content-Type', found.type)
    response.setHeader('Content-Length', bytes?.length ?? 0)
    response.setHeader('Vary', 'Accept-Encoding')
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }
}
