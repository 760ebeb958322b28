// Klussen with everything that their cards show. One query each for people and organisations, however many klussen.
import type { Ctx } from '../../../core/context.ts'
import { paths } from '../../../lib/urls.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import type { KlusFacts } from '../rules/facts.ts'
import { type Abilities, type Fit, fitOf } from '../rules/fit.ts'
import type { Klus } from './list.ts'

/** What `views/klussen/card.tsx` draws. */
export interface KlusCard {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly published: string
  readonly author: ActorCard | undefined
  readonly facts: KlusFacts
  readonly fit: Fit | undefined
}

/** @param abilities of the viewer; undefined for a guest */
export async function cardsOf(
  ctx: Ctx,
  klussen: readonly Klus[],
  abilities: Abilities | undefined,
): Promise<readonly KlusCard[]> {
  const authors = await listCards(
    ctx.db,
    klussen.map(({ item }) => item.authorId),
  )
  const me = ctx.viewer.type === 'person' ? ctx.viewer.personId : undefined
  return klussen.map(({ item, facts }) => {
    const { id, title, summary, language, published, authorId } = item
    const fit = abilities && authorId !== me ? fitOf(facts, abilities) : undefined
    return { id, path: paths.item(id), title, summary, language, published, author: authors.get(authorId), facts, fit }
  })
}
