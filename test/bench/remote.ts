// People and hosts elsewhere, put straight into the tables of the stage.
import { type ActorId, type Id, newId } from '../../src/lib/id.ts'
import type { Tx } from '../../src/platform/db/database.ts'
import '../../src/features/instances/tables.ts'
import type { Stage } from './stage.ts'

const NOW = '2026-01-01T00:00:00.000Z'

/** The person of the stage follows the actor, whom the plein has got to know by now (waits for that). */
export async function fillFollows({ database, person }: Stage, iri: string): Promise<void> {
  const find = () => database.db.selectFrom('actor').select('id').where('iri', '=', iri).executeTakeFirst()
  let actor = await find()
  for (let tries = 0; !actor && tries < 200; tries++) {
    await new Promise((later) => setTimeout(later, 50))
    actor = await find()
  }
  if (!actor) throw new Error(`${iri} does not become known`)
  const me = await database.db
    .selectFrom('actor')
    .select('id')
    .where('handle', '=', person.identity.handle)
    .where('local', '=', 1)
    .executeTakeFirstOrThrow()
  const targetId = actor.id
  await database.transaction((tx) => putFollow(tx, me.id, targetId))
}

/** Members of the group on other hosts: `perHost` inboxes on each of 127.0.1.1 … 127.0.1.`hosts`. */
export async function fillMembers(
  { database }: Stage,
  group: { handle: string; port: number; hosts: number; perHost: number },
): Promise<void> {
  const { id: groupId } = await database.db
    .selectFrom('actor')
    .select('id')
    .where('handle', '=', group.handle)
    .where('local', '=', 1)
    .executeTakeFirstOrThrow()
  for (let at = 1; at <= group.hosts; at++) {
    const host = `127.0.1.${at}:${group.port}`
    await database.transaction(async (tx) => {
      await tx.insertInto('instance').values(instanceRow(host)).execute()
      for (let n = 0; n < group.perHost; n++) await putFollow(tx, await putPerson(tx, host, n), groupId)
    })
  }
}

function instanceRow(host: string) {
  return {
    host,
    software: 'dwarsverband',
    version: '1',
    trust: 'neutral' as const,
    form: 'activity' as const,
    scheme: 'cavage' as const,
    takesEd25519: 0 as const,
    implements: '[]',
    failures: 0,
    asked: NOW,
    created: NOW,
  }
}

async function putPerson(tx: Tx, host: string, n: number): Promise<ActorId> {
  const id: ActorId = newId()
  const iri = `http://${host}/users/${n}`
  const facts = { summary: '', url: iri, inbox: `${iri}/inbox`, fields: '[]', created: NOW, updated: NOW }
  const names = { id, iri, type: 'person' as const, local: 0 as const, host, handle: `lid${n}`, name: `Lid ${n}` }
  await tx
    .insertInto('actor')
    .values({ ...names, ...facts })
    .execute()
  return id
}

async function putFollow(tx: Tx, followerId: ActorId, targetId: ActorId): Promise<void> {
  const id: Id<'follow'> = newId()
  await tx
    .insertInto('follow')
    .values({
      id,
      iri: `urn:uuid:${id}`,
      followerId,
      targetId,
      state: 'accepted',
      role: 'member',
      created: NOW,
      accepted: NOW,
    })
    .execute()
}
