// Whose plein it is, for the header, and how its organisation is reached.
import type { LayoutSource } from '../../core/pages.ts'
import { paths } from '../../lib/urls.ts'
import { contactsOf, ownOrganisation } from './queries.ts'

export const layout: LayoutSource = {
  async organisation(ctx) {
    const own = await ownOrganisation(ctx.db)
    const logo = own?.logoMediaId ? paths.media(own.logoMediaId, 'small') : undefined
    return { name: own?.name ?? ctx.config.hostName, logo }
  },
  contacts: (ctx) => contactsOf(ctx.db),
}
