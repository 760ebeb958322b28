// Addresses from elsewhere: read with care, compared by origin (FEP-fe34).

/** As the wire has it, so in bytes: an index of PostgreSQL holds 2,700 in one place. */
const MAX_LENGTH = 2048

/** The parsed address, or undefined when it is not an http(s) address without credentials. */
export function parseIri(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.href.length > MAX_LENGTH) return undefined
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  return url.username || url.password ? undefined : url
}

/** Host with port as it stands in addresses ("plein.example", "127.0.0.1:3002"), or undefined. */
export function hostOf(iri: unknown): string | undefined {
  return parseIri(iri)?.host
}

/** Both are http(s) addresses of one origin: scheme, host and port. */
export function sameOrigin(one: unknown, other: unknown): boolean {
  const first = parseIri(one)
  return first !== undefined && first.origin === parseIri(other)?.origin
}

/** The address without `#fragment`. */
export function withoutFragment(iri: string): string {
  const hash = iri.indexOf('#')
  return hash < 0 ? iri : iri.slice(0, hash)
}
