// Organisations: one per plein, known by its host.
import { z } from '../../lib/schema.ts'

/** Sorts of organisations in the Dutch public sector; `other` for the rest. */
export const organisationTypes = [
  'gemeente',
  'provincie',
  'waterschap',
  'ministerie',
  'uitvoerder',
  'samenwerking',
  'other',
] as const
export type OrganisationType = (typeof organisationTypes)[number]

/** How the names of organisations begin, by sort: for those of which the sort was never told. */
const beginnings: readonly (readonly [RegExp, OrganisationType])[] = [
  [/^gemeente\b|\bgemeente$/i, 'gemeente'],
  [/^provincie\b/i, 'provincie'],
  [/^(waterschap|hoogheemraadschap|wetterskip)\b/i, 'waterschap'],
  [/^ministerie\b/i, 'ministerie'],
  [/^(omgevingsdienst|veiligheidsregio|ggd|regio|samenwerkingsverband)\b/i, 'samenwerking'],
]

/** The sort of an organisation: as told, else as its name says. */
export function organisationTypeOf(organisation: OrganisationName): OrganisationType {
  const told = organisationTypes.find((type) => type === organisation.type)
  return told ?? beginnings.find(([beginning]) => beginning.test(organisation.name.trim()))?.[1] ?? 'other'
}

/** Longest name, in characters. */
export const ORGANISATION_NAME_MAX = 120

/** What is shown of the organisation behind a host. */
export interface OrganisationName {
  readonly name: string
  readonly type: string | null
}

/** How an organisation is reached: addresses that start with `mailto:` or `https:`. */
export interface Contacts {
  readonly general?: string
  /** For who found a weak spot. */
  readonly security?: string
}

export const CONTACTS_SETTING = 'contacts'
const CONTACT_MAX = 200

/**
 * An e-mail address or the address of a page, as it is typed, as an address that one can follow (RFC 9116 asks for
 * one); undefined when it is neither.
 */
export function contactFrom(typed: string): string | undefined {
  const text = typed.trim()
  if (text.length > CONTACT_MAX) return undefined
  const email = text.replace(/^mailto:/i, '')
  if (z.email().safeParse(email).success) return `mailto:${email}`
  return /^https:/i.test(text) && URL.canParse(text) ? new URL(text).href : undefined
}

/** As people type and read it. */
export function contactText(contact: string): string {
  return contact.replace(/^mailto:/, '')
}
