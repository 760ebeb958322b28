// What the ActivityPub frame remembers of other servers.
import type { FederationDoor, HostSource, KnownHost } from '../../core/federation.ts'
import { recordOrganisation } from '../organisations/index.ts'
import { rememberHost } from './commands.ts'
import { allowedInboxes, findHosts, getHost, type Instance } from './queries.ts'

const hosts: HostSource = {
  async find(ctx, host) {
    const row = await getHost(ctx.db, host)
    return row && knownHost(row)
  },
  async findMany(ctx, names) {
    const rows = await findHosts(ctx.db, names)
    return new Map([...rows].map(([host, row]) => [host, knownHost(row)]))
  },
  allowedInboxes: (ctx) => allowedInboxes(ctx.db),
  async remember(ctx, host, facts) {
    await ctx.transaction(async (tx) => {
      await rememberHost(tx, host, { facts, now: ctx.clock.now() })
      if (facts.name) await recordOrganisation(tx, ctx.clock, { host, name: facts.name })
    })
  },
}

function knownHost(row: Instance): KnownHost {
  const { host, software, trust, form, scheme, takesEd25519, asked } = row
  const can = JSON.parse(row.implements) as string[]
  return { host, software, trust, form, scheme, takesEd25519: takesEd25519 === 1, asked, implements: can }
}

export const federation: FederationDoor = { hosts }
