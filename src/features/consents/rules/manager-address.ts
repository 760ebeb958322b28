// Which addresses a manager may have: those of the own organisation, and none of the worker himself.

/** A setting of the plein: domains, or `*` for all; absent or empty: those that the organisation is known by. */
export const MANAGER_DOMAINS = 'consents.managerDomains'
export const ANY_DOMAIN = '*'
/** As many as one can read. */
export const MAX_DOMAINS = 100

/** Where everybody can have an address: that somebody here has one there says nothing about the organisation. */
const forEverybody = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.nl',
  'live.com',
  'live.nl',
  'msn.com',
  'icloud.com',
  'me.com',
  'yahoo.com',
  'proton.me',
  'protonmail.com',
  'gmx.com',
  'gmx.net',
  'ziggo.nl',
  'kpnmail.nl',
  'kpnplanet.nl',
  'planet.nl',
  'hetnet.nl',
  'xs4all.nl',
  'home.nl',
  'casema.nl',
  'upcmail.nl',
])

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

/** At the domain itself or below it. */
export function isAt(domain: string, allowed: readonly string[]): boolean {
  return allowed.some((one) => one === ANY_DOMAIN || domain === one || domain.endsWith(`.${one}`))
}

export function isForEverybody(domain: string): boolean {
  return forEverybody.has(domain)
}

/** The plein's own domain and the one that it hangs below: "plein.amersfoort.nl" → that, and "amersfoort.nl". */
export function domainsOfPlein(hostName: string): readonly string[] {
  const host = hostName.replace(/:\d+$/, '').toLowerCase()
  if (!/[a-z]$/.test(host)) return []
  const above = host.split('.').slice(1).join('.')
  return above.includes('.') ? [host, above] : [host]
}

/** Domains as somebody types them: with commas, spaces or lines between them, with or without @. */
export function readDomains(text: string): { readonly domains: readonly string[]; readonly wrong: string | undefined } {
  const typed = text
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((one) => one.replace(/^.*@/, ''))
    .filter((one) => one !== '')
  const wrong = typed.find((one) => one !== ANY_DOMAIN && !/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(one))
  return { domains: [...new Set(typed)], wrong }
}

/** Two addresses of one letterbox: what stands behind a + in the first part does not count. */
export function isSameBox(one: string, other: string): boolean {
  const box = (email: string) => email.toLowerCase().replace(/\+[^@]*(?=@)/, '')
  return box(one) === box(other)
}
