// The directory of people, search by a part of a word, and lists of followers.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { NotFound, Unauthenticated } from '../../../core/errors.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { ActorId } from '../../../lib/id.ts'
import { findActor, type FollowRow, listFollowers, listFollowing } from '../../actors/index.ts'
import type { ActorCard } from '../rules.ts'
import { listCards } from './cards.ts'

const WORDS_MAX = 6

/**
 * People by name, each word of `text` standing somewhere in name, handle, function, unit or organisation.
 * For signed-in people. Nobody of a blocked host, and nobody who is gone.
 * @throws Unauthenticated
 */
export async function searchPeople(
  ctx: Ctx,
  text: string,
  page: PageInput,
  only: { here?: boolean } = {},
): Promise<Page<ActorCard>> {
  if (ctx.viewer.type === 'guest') throw new Unauthenticated()
  const after = unpack(page.after)
  const rows = await ctx.db
    .selectFrom('person')
    .innerJoin('actor', 'actor.id', 'person.actorId')
    .select(['actor.id', 'actor.created'])
    .where('actor.gone', 'is', null)
    .where('actor.host', 'not in', (eb) => eb.selectFrom('instance').select('host').where('trust', '=', 'blocked'))
    .$if(only.here === true, (query) => query.where('actor.local', '=', 1))
    .$if(after !== undefined, (query) =>
      // Keyset by name: the cursor names the last person, whose place in the row of names is looked up.
      query.where((eb) =>
        eb(
          eb.refTuple('person.searchText', 'person.actorId'),
          '>',
          eb
            .selectFrom('person as last')
            .select(['last.searchText', 'last.actorId'])
            .where('last.actorId', '=', (after?.id ?? '') as ActorId)
            .$asTuple('searchText', 'actorId'),
        ),
      ),
    )
    .where((eb) => eb.and(wordsOf(text).map((word) => matches(word))))
    .orderBy('person.searchText')
    .orderBy('person.actorId')
    .limit(page.limit + 1)
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.id }))
  return {
    items: await cardsOf(
      ctx,
      found.items.map((row) => row.id),
    ),
    next: found.next,
  }
}

/** Followers as cards, newest first. For signed-in people. @throws Unauthenticated, NotFound */
export function listFollowerCards(ctx: Ctx, personId: ActorId, page: PageInput): Promise<Page<ActorCard>> {
  return followCards(ctx, personId, async () => withIds(await listFollowers(ctx.db, personId, page), 'followerId'))
}

/** Who and what a person follows, as cards, newest first. For signed-in people. @throws Unauthenticated, NotFound */
export function listFollowingCards(ctx: Ctx, personId: ActorId, page: PageInput): Promise<Page<ActorCard>> {
  return followCards(ctx, personId, async () => withIds(await listFollowing(ctx.db, personId, page), 'targetId'))
}

async function followCards(ctx: Ctx, personId: ActorId, list: () => Promise<Page<ActorId>>): Promise<Page<ActorCard>> {
  if (ctx.viewer.type === 'guest') throw new Unauthenticated()
  const actor = await findActor(ctx.db, personId)
  if (!actor || actor.type !== 'person') throw new NotFound('person.notFound')
  const ids = await list()
  return { items: await cardsOf(ctx, ids.items), next: ids.next }
}

function withIds(page: Page<FollowRow>, side: 'followerId' | 'targetId'): Page<ActorId> {
  return { items: page.items.map((row) => row[side]), next: page.next }
}

async function cardsOf(ctx: Ctx, ids: readonly ActorId[]): Promise<ActorCard[]> {
  const cards = await listCards(ctx.db, ids)
  return ids.flatMap((id) => cards.get(id) ?? [])
}

function wordsOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().replaceAll('@', ' ').split(/\s+/).filter(Boolean).slice(0, WORDS_MAX)
}

function matches(word: string) {
  const part = `%${word.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  return sql<boolean>`("person"."searchText" like ${part} escape '\\' or exists (
    select 1 from "organisation" where "organisation"."host" = "actor"."host" and lower("organisation"."name") like ${part} escape '\\'
  ))`
}
