// What attacks have in common: the routes that the registry knows, requests without manners, and what an answer must be.
import type { PageRoutes } from '../../src/core/pages.ts'
import { tablesInOrder } from '../../src/platform/db/schema-order.ts'
import { features } from '../../src/registry.ts'
import { readHtml } from '../kit/html.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'

/** Every page of every room, so that a new one is attacked by itself. */
export function allRoutes(): { readonly get: readonly string[]; readonly post: readonly string[] } {
  const get: string[] = []
  const post: string[] = []
  const routes: PageRoutes = { get: (path) => void get.push(path), post: (path) => void post.push(path) }
  for (const feature of features) feature.pages?.(routes)
  return { get, post }
}

export interface Attack {
  readonly method?: string
  readonly as?: Person | undefined
  readonly body?: RequestInit['body']
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** One request as the headers say, redirects not followed. A POST seems to come from our own page unless told otherwise. */
export function send(origin: string, path: string, attack: Attack = {}): Promise<Response> {
  const method = attack.method ?? (attack.body === undefined ? 'GET' : 'POST')
  return fetch(`${origin}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      ...(attack.as ? { cookie: attack.as.cookie } : {}),
      ...(method === 'POST' ? { 'sec-fetch-site': 'same-origin' } : {}),
      ...(attack.type === undefined ? {} : { 'content-type': attack.type }),
      ...attack.headers,
    },
    ...(attack.body === undefined ? {} : { body: attack.body }),
  })
}

export function fields(values: Record<string, string | readonly string[]>): URLSearchParams {
  const pairs = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as [string, string]),
  )
  return new URLSearchParams(pairs)
}

/** Rows of every table: what was changed shows, whatever it was. */
export async function countRows(server: TestServer): Promise<Record<string, number>> {
  const { database } = server.app.tools
  const counts: Record<string, number> = {}
  for (const name of await tablesInOrder(database.db, database.dialect)) {
    // Counted tries, and the marks of what was seen, are what a refusal may leave behind.
    if (name === 'attempt') continue
    const row = await database.db
      .selectFrom(name as 'job')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    counts[name] = Number(row.count)
  }
  return counts
}

/** Texts that break out of things. */
export const nasty = {
  script: '<script>alert(1)</script>',
  attribute: '"\' onmouseover=alert(1) x="',
  element: '</textarea></title></style><img src=x onerror=alert(1)>',
  link: 'javascript:alert(1)',
  template: '${7*7}{{7*7}}<%= 7*7 %>',
  line: 'a\r\nBcc: victim@example.nl\r\n\r\nx',
  rightToLeft: 'שלום \u202Egnp.exe\u202C مرحبا',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈 🧑🏽‍💻',
  spaces: '  \u00a0\u3000 a  b \t ',
  prototype: '__proto__',
  percent: '%00%ff%2e%2e%2f',
  path: '../../../../etc/passwd',
  sql: "'; drop table account; --",
  long: 'x'.repeat(10_000),
  longWord: 'ö'.repeat(10_000),
} as const

/** Markup that no page of ours holds: scripts and handlers inside it, addresses that run something. */
export function markupFrom(html: string): string | undefined {
  const wrong = readHtml(html).find(({ name, attribs, children }) => {
    if (['iframe', 'object', 'embed', 'base', 'math', 'foreignobject', 'style'].includes(name)) return true
    if (name === 'meta' && attribs['http-equiv'] !== undefined) return true
    if (name === 'script') return attribs['src']?.startsWith('/assets/') !== true || children.length > 0
    return Object.entries(attribs).some(
      ([attribute, value]) =>
        attribute.startsWith('on') ||
        attribute === 'srcdoc' ||
        (['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'poster', 'cite'].includes(attribute) &&
          /^[\s\p{Cc}]*(?:javascript|vbscript|data|file|blob):/iu.test(value)) ||
        (name === 'img' && !/^\/(?!\/)/.test(attribs['src'] ?? '')),
    )
  })[0]
  return wrong && `<${wrong.name} ${JSON.stringify(wrong.attribs)}>`
}
