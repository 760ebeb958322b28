// Who is signed in, for the header.
import type { LayoutSource } from '../../core/pages.ts'
import { listCards } from './queries/cards.ts'

export const layout: LayoutSource = {
  async person(ctx) {
    if (ctx.viewer.type !== 'person') return undefined
    const { personId } = ctx.viewer
    const card = (await listCards(ctx.db, [personId])).get(personId)
    return card && { name: card.name, handle: card.handle, picture: card.picture }
  },
}
