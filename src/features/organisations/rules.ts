// Organisations: one per plein, known by its host.

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

/** Longest name, in characters. */
export const ORGANISATION_NAME_MAX = 120

/** What is shown of the organisation behind a host. */
export interface OrganisationName {
  readonly name: string
  readonly type: string | null
}
