// One person: what the profile page shows.
import type { Ctx } from '../../../core/context.ts'
import { Gone, NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { countFollowers, countFollowing, findActor, findActorByHandle, findFollow } from '../../actors/index.ts'
import { getHost } from '../../instances/index.ts'
import { type ActorCard, profileFields } from '../rules.ts'
import { listCards } from './cards.ts'

/** What stands beside the actor; empty for an actor without a row (a service elsewhere). */
export interface Person {
  readonly jobTitle: string
  readonly unit: string
  readonly topics: readonly string[]
}

export interface Profile extends Person {
  readonly card: ActorCard
  /** Safe HTML, and the Markdown it was made from when it was made here. */
  readonly about: string
  readonly aboutSource: string
  /** Lines that other software shows (safe HTML values), without those that have a place of their own. */
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  /** The person's own page, for somebody from elsewhere. */
  readonly url: string
  /** The picture in full. */
  readonly pictureMediaId: string | null
  readonly followers: number
  readonly following: number
  /** How the viewer stands to the person. */
  readonly followed: 'no' | 'asked' | 'yes' | 'refused'
  readonly self: boolean
}

export async function getPerson(db: Db, id: ActorId): Promise<Person> {
  const [row, topics] = await Promise.all([
    db.selectFrom('person').select(['jobTitle', 'unit']).where('actorId', '=', id).executeTakeFirst(),
    db.selectFrom('personTopic').select('topic').where('actorId', '=', id).orderBy('topic').execute(),
  ])
  return { jobTitle: row?.jobTitle ?? '', unit: row?.unit ?? '', topics: topics.map(({ topic }) => topic) }
}

/**
 * A person's profile, from here or elsewhere.
 * @param handle `jan` or `jan@host`
 * @throws NotFound `person.notFound` (also of a blocked host), Gone
 */
export async function getProfile(ctx: Ctx, handle: string): Promise<Profile> {
  const actor = await findActorByHandle(ctx.db, handle, ctx.config.hostName)
  if (!actor || actor.type !== 'person') throw new NotFound('person.notFound')
  const host = actor.local ? undefined : await getHost(ctx.db, actor.host)
  if (host?.trust === 'blocked') throw new NotFound('person.notFound')
  if (actor.gone) throw new Gone('person.gone')
  const viewerId = ctx.viewer.type === 'person' ? ctx.viewer.personId : undefined
  const [cards, person, followers, following, follow] = await Promise.all([
    listCards(ctx.db, [actor.id]),
    getPerson(ctx.db, actor.id),
    countFollowers(ctx.db, actor.id),
    countFollowing(ctx.db, actor.id),
    viewerId ? findFollow(ctx.db, { followerId: viewerId, targetId: actor.id }) : undefined,
  ])
  const card = cards.get(actor.id)
  if (!card) throw new NotFound('person.notFound')
  return {
    ...person,
    card,
    about: actor.summary,
    aboutSource: actor.summarySource ?? '',
    fields: otherFields(actor.fields),
    url: actor.url,
    pictureMediaId: actor.pictureMediaId,
    followers,
    following,
    followed: follow ? followed[follow.state] : 'no',
    self: viewerId === actor.id,
  }
}

const followed = { pending: 'asked', accepted: 'yes', rejected: 'refused' } as const

function otherFields(json: string): { name: string; value: string }[] {
  const shown: readonly string[] = Object.values(profileFields).flat()
  return (JSON.parse(json) as { name: string; value: string }[]).filter(
    ({ name }) => !shown.includes(name.toLowerCase()),
  )
}

/** The viewer's own profile, for the form and the header. @throws NotFound */
export async function getOwnProfile(ctx: Ctx): Promise<Profile> {
  const actor = ctx.viewer.type === 'person' ? await findActor(ctx.db, ctx.viewer.personId) : undefined
  if (!actor) throw new NotFound('person.notFound')
  return getProfile(ctx, actor.handle)
}
