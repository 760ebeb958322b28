// People, groups and memberships put straight into the tables, for tests of what stands on them.
import type { GroupAccess, GroupRole } from '../../../src/core/access.ts'
import type { LocalPerson, RemoteActor } from '../../../src/core/viewer.ts'
import { type AccountId, type ActorId, newId } from '../../../src/lib/id.ts'
import type { OpenDatabase } from '../../../src/platform/db/database.ts'

export const HERE = 'plein.test'
const NOW = '2026-11-20T09:00:00.000Z'

export interface Seed {
  actor(handle: string, options?: { host?: string; type?: 'person' | 'group' | 'instance' }): Promise<ActorId>
  group(handle: string, access: GroupAccess, host?: string): Promise<ActorId>
  member(followerId: ActorId, targetId: ActorId, role?: GroupRole): Promise<void>
  host(host: string, trust: 'neutral' | 'allowed' | 'blocked'): Promise<void>
  iriOf(id: ActorId): string
}

export function seedOf(database: OpenDatabase): Seed {
  const iris = new Map<ActorId, string>()
  async function actor(
    handle: string,
    options: { host?: string; type?: 'person' | 'group' | 'instance' } = {},
  ): Promise<ActorId> {
    const { host = HERE, type = 'person' } = options
    const id = newId<'actor'>()
    const iri = `http://${host}/ap/actors/${id}`
    iris.set(id, iri)
    const row = {
      id,
      iri,
      type,
      host,
      handle,
      name: handle,
      summary: '',
      summarySource: null,
      url: `http://${host}/@${handle}`,
      local: host === HERE ? (1 as const) : (0 as const),
      inbox: `${iri}/inbox`,
      sharedInbox: `http://${host}/inbox`,
      outbox: null,
      followersIri: `${iri}/followers`,
      featuredIri: `${iri}/featured`,
      moderatorsIri: `${iri}/moderators`,
      pictureMediaId: null,
      pictureUrl: null,
      fields: '[]',
      gone: null,
      created: NOW,
      updated: NOW,
      fetched: null,
    }
    await database.transaction((tx) => tx.insertInto('actor').values(row).execute())
    return id
  }
  async function group(handle: string, access: GroupAccess, host = HERE): Promise<ActorId> {
    const actorId = await actor(handle, { host, type: 'group' })
    const row = {
      actorId,
      access,
      restricted: 0 as const,
      searchText: handle,
      memberCount: 0,
      lastActivity: NOW,
      history: 'none' as const,
      historyCount: 0,
    }
    await database.transaction((tx) => tx.insertInto('group').values(row).execute())
    return actorId
  }
  async function member(followerId: ActorId, targetId: ActorId, role: GroupRole = 'member'): Promise<void> {
    const id = newId<'follow'>()
    const row = {
      id,
      iri: `urn:${id}`,
      followerId,
      targetId,
      state: 'accepted' as const,
      role,
      created: NOW,
      accepted: NOW,
    }
    await database.transaction((tx) => tx.insertInto('follow').values(row).execute())
  }
  async function host(name: string, trust: 'neutral' | 'allowed' | 'blocked'): Promise<void> {
    const row = { host: name, trust, created: NOW }
    await database.transaction((tx) =>
      tx
        .insertInto('instance')
        .values(row as never)
        .execute(),
    )
  }
  return { actor, group, member, host, iriOf: (id) => iris.get(id) ?? '' }
}

export function personOf(personId: ActorId, admin = false): LocalPerson {
  return { type: 'person', personId, accountId: newId<'account'>() as AccountId, admin }
}

export function remoteOf(host: string, personId?: ActorId, allowed = false): RemoteActor {
  return { type: 'remote', host, allowed, ...(personId ? { personId } : {}) }
}
