// Addresses of this plein: ids for machines (immutable, opaque) and pages for people.
import { derivedId } from './id.ts'

export interface Urls {
  readonly origin: string
  readonly host: string
  actor(id: string): string
  object(id: string): string
  activity(id: string): string
  context(id: string): string
  /** (event, slot) → id of the activity that it becomes, for ever the same. */
  activityOf(eventId: string, slot: string): string
}

/** @param origin without a slash at the end ("https://plein.gemeente.example") */
export function urlsOf(origin: string): Urls {
  const activity = (id: string) => `${origin}/ap/activities/${id}`
  return {
    origin,
    host: new URL(origin).host,
    actor: (id) => `${origin}/ap/actors/${id}`,
    object: (id) => `${origin}/ap/objects/${id}`,
    context: (id) => `${origin}/ap/contexts/${id}`,
    activity,
    activityOf: (eventId, slot) => activity(derivedId(eventId, slot)),
  }
}

/** Paths of pages for people, the only place that knows them. */
export const paths = {
  start: '/',
  signIn: '/sign-in',
  group: (handle: string) => `/g/${handle}`,
  person: (handle: string) => `/@${handle}`,
  item: (id: string) => `/item/${id}`,
  comment: (contentId: string, commentId: string) => `/item/${contentId}#comment-${commentId}`,
  tag: (tag: string) => `/tag/${encodeURIComponent(tag)}`,
  media: (id: string, size: 'full' | 'small' = 'full') => `/media/${id}${size === 'small' ? '?size=small' : ''}`,
} as const

/** How an actor is named in paths and mentions: `jan` here, `jan@plein.elders.example` when from elsewhere. */
export function handleOf(actor: { handle: string; host: string; local: boolean | 0 | 1 }): string {
  return actor.local ? actor.handle : `${actor.handle}@${actor.host}`
}

/** The other way round, of what somebody typed or a path names: any case, with or without a leading @. */
export function splitHandle(handle: string, ownHost: string): { name: string; host: string } {
  const [name = '', host = ownHost] = handle.toLowerCase().replace(/^@/, '').split('@')
  return { name, host }
}
