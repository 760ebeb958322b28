// What a group is and which rules hold for it, without a database.
import { type GroupAccess, groupAccesses, type GroupRole } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId } from '../../lib/id.ts'
import { z } from '../../lib/schema.ts'
import { handleFault } from '../actors/index.ts'

declare module '../../core/events.ts' {
  interface Events {
    'group.created': { readonly groupId: ActorId }
    /** Name, about text, picture, access or who may start a thread. Members come and go as `follow.*`. */
    'group.updated': { readonly groupId: ActorId }
    /** A person of this plein may decide whether to become a member. */
    'group.invited': { readonly groupId: ActorId; readonly personId: ActorId; readonly byId: ActorId }
  }
}

/** A group as pages and other rooms see it, for one viewer. */
export interface GroupView {
  readonly id: ActorId
  readonly iri: string
  /** `omgevingswet`, or `omgevingswet@plein.elders.example`. */
  readonly handle: string
  readonly name: string
  /** Page inside this plein. */
  readonly path: string
  /** Page on its own plein. */
  readonly url: string
  readonly host: string
  readonly local: boolean
  /** Safe HTML. */
  readonly summary: string
  /** Markdown as typed; null for a group elsewhere. */
  readonly about: string | null
  readonly access: GroupAccess
  /** Only managers may start threads. */
  readonly restricted: boolean
  readonly memberCount: number
  /** From how many pleinen (organisations) the members that are known here come, as it was last counted. */
  readonly organisationCount: number
  /** Path of the small picture. */
  readonly picture: string | undefined
  readonly pictureMediaId: string | null
  /** Name of the organisation that hosts it. */
  readonly organisation: string
  readonly elsewhere: boolean
  /** What the viewer is in it. */
  readonly membership: Membership
  /** Is the viewer, who is no member, invited or kept out? */
  readonly standing: Standing | undefined
  readonly role: GroupRole | undefined
  readonly history: 'none' | 'fetching' | 'done' | 'failed'
  readonly historyCount: number
  readonly lastActivity: Instant
  readonly created: Instant
}

/** What a manager decided about somebody who is no member. */
export type Standing = 'invited' | 'blocked'

export type Membership = 'none' | 'pending' | 'accepted' | 'rejected'

/** What a card or breadcrumb needs of a group. */
export interface GroupCard {
  readonly id: ActorId
  readonly iri: string
  readonly handle: string
  readonly name: string
  readonly path: string
  readonly access: GroupAccess
  readonly host: string
  readonly local: boolean
}

const name = z.string().trim().min(1, 'field.required').max(100, 'field.tooLong')
const about = z.string().max(10_000, 'field.tooLong').default('')

const handle = z.string().trim().toLowerCase()

/** The handle's own rules are those of all actors (actors/index.ts). */
export const newGroupSchema = z.object({
  handle: handle.min(1, 'field.required'),
  name,
  about,
  access: z.enum(groupAccesses).default('open'),
})

/** As somebody fills it in: a handle that is left empty is made from the name. */
export const newGroupForm = newGroupSchema.extend({
  handle: handle.default('').superRefine((text, check) => {
    const message = text === '' ? undefined : handleFault(text)
    if (message) check.addIssue({ code: 'custom', message })
  }),
})

export const groupChangesSchema = z.object({
  name,
  about,
  restricted: z.boolean().default(false),
  access: z.enum(groupAccesses).optional(),
})
export type GroupChanges = z.output<typeof groupChangesSchema> & {
  /** A picture that was recorded before; null takes it away, absent leaves it. */
  readonly pictureMediaId?: string | null
}

/** What search by a part of a word looks through: lower case, at most 1000 characters. */
export function searchTextOf(groupName: string, aboutText: string): string {
  return `${groupName} ${aboutText}`.toLowerCase().replace(/\s+/g, ' ').trim().slice(0, 1000)
}

/** A name as a handle: lower case, without accents, words joined by dashes, at most 30 characters. */
export function suggestHandle(groupName: string): string {
  const plain = groupName.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '')
}

/** How somebody comes in by asking for it; `unknown` when he may not know that the group is there. */
export function waysIn(access: GroupAccess): 'accepted' | 'pending' | 'unknown' {
  return access === 'open' ? 'accepted' : access === 'closed' ? 'pending' : 'unknown'
}

/** May somebody start a thread? `elsewhere`: an actor of another plein, for whom an open group needs no joining. */
export function mayStart(
  group: { readonly access: GroupAccess; readonly restricted: boolean },
  role: GroupRole | undefined,
  elsewhere: boolean,
): boolean {
  if (role === 'manager') return true
  if (group.restricted) return false
  return role !== undefined || (elsewhere && group.access === 'open')
}

/** May somebody comment in it? In an open group everyone who is known; elsewhere members. */
export function mayAnswer(group: { readonly access: GroupAccess }, role: GroupRole | undefined): boolean {
  return role !== undefined || group.access === 'open'
}

/** How much of the past is fetched of a group elsewhere: threads, and items of one thread at a time. */
export const historyLimits = { threads: 50, perThread: 200, atOnce: 14 } as const

/** All work on the history of one group stands in line. */
export function historyOrder(groupId: ActorId): string {
  return `history:${groupId}`
}

/** Name of the work that fetches a group elsewhere again. */
export const GROUP_REFRESH = 'group.refresh'
