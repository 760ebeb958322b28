// Whose plein it is, for the header.
import type { LayoutSource } from '../../core/pages.ts'
import { paths } from '../../lib/urls.ts'
import { ownOrganisation } from './queries.ts'

export const layout: LayoutSource = {
  async organisation(ctx) {
    const own = await ownOrganisation(ctx.db)
    const logo = own?.logoMediaId ? paths.media(own.logoMediaId, 'small') : undefined
    return { name: own?.name ?? ctx.config.hostName, logo }
  },
}
