// How many people are here, for NodeInfo.
import type { FederationDoor } from '../../core/federation.ts'
import { countAccounts } from './queries.ts'

export const federation: FederationDoor = {
  usage: async (ctx) => ({ users: await countAccounts(ctx.db) }),
}
