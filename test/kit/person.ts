// Somebody at a screen without scripts: reads pages, follows links, fills in the forms that are there, keeps cookies.
import { type Form, type Html, readHtml } from './html.ts'

export interface Page extends Html {
  readonly status: number
  /** Where one ended up after redirects, with query and hash. */
  readonly path: string
  readonly headers: Headers
}

export interface Identity {
  readonly name: string
  readonly handle: string
  readonly email: string
  readonly password: string
}

export type Values = Readonly<Record<string, string | boolean | readonly string[] | Upload>>

export interface Upload {
  readonly fileName: string
  readonly type: string
  readonly bytes: Buffer
}

export class Person {
  readonly origin: string
  readonly identity: Identity
  readonly #cookies = new Map<string, string>()
  language = 'nl'

  constructor(origin: string, identity: Identity) {
    this.origin = origin
    this.identity = identity
  }

  get name(): string {
    return this.identity.name
  }

  /** As one pastes it elsewhere: `@fatima@plein.example`. */
  get address(): string {
    return `@${this.identity.handle}@${new URL(this.origin).host}`
  }

  /** The Cookie header that this person's browser sends. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Opens a page, through redirects. Any status: look at `status`. */
  async visits(path: string): Promise<Page> {
    return this.#request(path, { method: 'GET' })
  }

  /** Fills in the form with this button (or action) on the page, by label or name, and sends it. */
  async submits(page: Page | string, wanted: Parameters<Html['form']>[0], values: Values = {}): Promise<Page> {
    const opened = typeof page === 'string' ? await this.visits(page) : page
    const form = opened.form(wanted)
    const fields = this.#filled(form, values, wanted.button)
    const action = new URL(form.action || opened.path, new URL(opened.path, this.origin))
    if (form.method === 'GET') return this.visits(`${action.pathname}?${new URLSearchParams(pairsOf(fields))}`)
    const body = form.multipart ? multipart(fields) : new URLSearchParams(pairsOf(fields))
    return this.#request(`${action.pathname}${action.search}`, { method: 'POST', body })
  }

  #filled(form: Form, values: Values, button: string | RegExp | undefined): Map<string, Values[string]> {
    const fields = new Map<string, Values[string]>(Object.entries({ ...form.values, ...form.button(button) }))
    for (const [label, value] of Object.entries(values)) {
      const name = form.nameOf(label)
      if (value === true) fields.set(name, form.options(name)[0] ?? 'on')
      else if (value === false) fields.delete(name)
      else fields.set(name, value)
    }
    return fields
  }

  async #request(path: string, init: { method: string; body?: FormData | URLSearchParams }, hops = 0): Promise<Page> {
    if (hops > 10) throw new Error(`redirected in circles at ${path}`)
    const url = new URL(path, this.origin)
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        'accept-language': this.language,
        cookie: this.cookie,
        ...(init.method === 'POST' ? { origin: this.origin, 'sec-fetch-site': 'same-origin' } : {}),
      },
    })
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie)
    const location = answer.headers.get('location')
    if (location && answer.status >= 300 && answer.status < 400) {
      await answer.arrayBuffer()
      const next = new URL(location, url)
      if (next.origin !== this.origin) throw new Error(`redirected away, to ${next.href}`)
      return this.#request(`${next.pathname}${next.search}${next.hash}`, { method: 'GET' }, hops + 1)
    }
    const html = readHtml(await answer.text())
    return { ...html, status: answer.status, path: `${url.pathname}${url.search}${url.hash}`, headers: answer.headers }
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';')
    const [name = '', ...value] = pair.split('=')
    const ended = attributes.some((one) => /max-age=0$|expires=thu, 01 jan 1970/i.test(one.trim()))
    if (ended || value.join('=') === '') this.#cookies.delete(name.trim())
    else this.#cookies.set(name.trim(), value.join('='))
  }

  async signsIn(): Promise<Page> {
    const { email, password } = this.identity
    const page = await this.submits('/sign-in', { field: 'password' }, { email, password })
    return expectFine(page, `${this.name} signs in`)
  }

  async signsOut(): Promise<Page> {
    return this.submits('/', { action: '/sign-out' })
  }

  /** Makes an open group. @returns its handle. */
  async startsGroup(name: string, more: Values = {}): Promise<string> {
    const page = expectFine(
      await this.submits('/groups/new', { field: 'name', action: '/groups/new' }, { name, ...more }),
      `${this.name} starts ${name}`,
    )
    return new URL(page.path, this.origin).pathname.replace('/g/', '')
  }

  /** Finds a group or person by what one pastes into the search field. @returns the path of its page here. */
  async finds(address: string): Promise<string> {
    const page = expectFine(
      await this.visits(`/search?q=${encodeURIComponent(address)}`),
      `${this.name} searches ${address}`,
    )
    if (!page.path.startsWith('/search')) return page.path
    const link = page.find(
      ({ name, attribs }) =>
        name === 'a' &&
        /^\/(g\/|@)/.test(attribs['href'] ?? '') &&
        !attribs['href']?.includes(`/@${this.identity.handle}`),
    )[0]
    if (!link) throw new Error(`${this.name} finds nothing for ${address}: ${page.text.slice(0, 500)}`)
    return link.attribs['href'] as string
  }

  /** @param group handle on this plein: `omgevingswet`, or `omgevingswet@elders` */
  async joins(group: string): Promise<Page> {
    return expectFine(await this.submits(`/g/${group}`, { action: /\/join$/ }), `${this.name} joins ${group}`)
  }

  async leaves(group: string): Promise<Page> {
    return expectFine(await this.submits(`/g/${group}`, { action: /\/leave$/ }), `${this.name} leaves ${group}`)
  }

  async follows(path: string): Promise<Page> {
    return expectFine(await this.submits(path, { action: /\/follow$/ }), `${this.name} follows ${path}`)
  }

  /** Writes a bericht. @returns the path of its page. */
  async posts(what: { title?: string; body: string; group?: string; audience?: string } & Values): Promise<string> {
    const { group, ...values } = what
    const path = `/new/post${group === undefined ? '' : `?group=${encodeURIComponent(group)}`}`
    const page = expectFine(await this.submits(path, { field: 'body' }, values as Values), `${this.name} posts`)
    return new URL(page.path, this.origin).pathname
  }

  async comments(item: string, body: string): Promise<Page> {
    return expectFine(await this.submits(item, { action: /\/comment$/ }, { body }), `${this.name} comments`)
  }

  async likes(item: string): Promise<Page> {
    return expectFine(await this.submits(item, { action: /\/like$/ }), `${this.name} likes`)
  }

  async shares(item: string): Promise<Page> {
    return expectFine(await this.submits(item, { action: /\/share$/ }), `${this.name} shares`)
  }

  /** The text is on the page. */
  async sees(path: string, text: string): Promise<boolean> {
    const page = await this.visits(path)
    return page.status === 200 && page.text.includes(text)
  }

  /** The page of an item by its title, as found on a list (start, group, person). */
  async opens(list: string, title: string): Promise<Page> {
    const page = await this.visits(list)
    return this.visits(page.link(title))
  }
}

/** A form that comes back, or an error page, ends a story with the words that the person saw. */
function expectFine(page: Page, what: string): Page {
  if (page.status < 400) return page
  throw new Error(`${what}: ${page.status} at ${page.path}: ${page.text.slice(0, 800)}`)
}

function pairsOf(fields: ReadonlyMap<string, Values[string]>): [string, string][] {
  return [...fields].flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((one): [string, string] => [name, one])
      : typeof value === 'string'
        ? [[name, value] as [string, string]]
        : [],
  )
}

function multipart(fields: ReadonlyMap<string, Values[string]>): FormData {
  const form = new FormData()
  for (const [name, value] of pairsOf(fields)) form.append(name, value)
  for (const [name, value] of fields) {
    if (typeof value === 'object' && 'bytes' in value)
      form.append(name, new Blob([new Uint8Array(value.bytes)], { type: value.type }), value.fileName)
  }
  return form
}
