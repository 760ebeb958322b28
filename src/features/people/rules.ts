// People, here and elsewhere: the limits of a profile, and the card that shows somebody everywhere.
import type { ActorId } from '../../lib/id.ts'

/** Longest function, unit and theme, in characters. */
export const JOB_TITLE_MAX = 100
export const UNIT_MAX = 100
export const TOPIC_MAX = 50
export const TOPICS_MAX = 20
/** Longest text about oneself (Markdown), in characters. */
export const ABOUT_MAX = 5000

/** How a person, group or plein is shown: face, name, function, organisation. */
export interface ActorCard {
  readonly id: ActorId
  readonly iri: string
  readonly type: 'person' | 'group' | 'instance'
  readonly name: string
  /** `jan`, or `jan@host` from elsewhere. */
  readonly handle: string
  readonly local: boolean
  /** Its page inside this plein. */
  readonly path: string
  /** Path of its picture. */
  readonly picture: string | undefined
  readonly jobTitle: string
  /** Name of the organisation; the host when that is not known. */
  readonly organisation: string
  readonly host: string
  readonly elsewhere: boolean
}

/** What search by a part of a word looks in. */
export function searchTextOf(person: { name: string; handle: string; jobTitle: string; unit: string }): string {
  return [person.name, person.handle, person.jobTitle, person.unit].join(' ').normalize('NFC').toLowerCase()
}

/** Themes as typed (commas, lines or hashes between them) as a list without doubles. */
export function topicsFrom(typed: string): string[] {
  const topics = typed
    .normalize('NFC')
    .split(/[,;\n#]+/)
    .map((topic) => topic.trim().replace(/\s+/g, ' ').toLowerCase())
  return [...new Set(topics.filter((topic) => topic !== ''))]
}

/** Names (lower case) of profile fields on the wire; the first one, as written here, is what we send. */
export const profileFields = {
  jobTitle: ['functie', 'function', 'job title', 'role', 'rol'],
  unit: ['afdeling', 'unit', 'department', 'team'],
  organisation: ['organisatie', 'organisation', 'organization'],
  topics: ["thema's", 'themes', 'topics'],
} as const
