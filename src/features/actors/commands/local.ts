// Actors that live here: people and groups get theirs from their own rooms, the plein has one of its own.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Invalid } from '../../../core/errors.ts'
import type { Clock, Instant } from '../../../lib/clock.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { paths, type Urls, urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findActorByHandle, findInstanceActor } from '../queries/actors.ts'
import { handleFault, INSTANCE_HANDLE, NAME_MAX, tidyName } from '../rules.ts'
import { addKeys, type KeyPairs, newKeyPairs } from './keys.ts'

export interface NewLocalActor {
  readonly id: ActorId
  readonly type: 'person' | 'group'
  /** Lower case, without @. */
  readonly handle: string
  readonly name: string
  /** Safe HTML, and the Markdown that it was made from. */
  readonly summary?: string
  readonly summarySource?: string
  readonly keys: KeyPairs
}

/**
 * Writes an actor of this plein with its keys.
 * @throws Invalid (handle, name), Conflict `actor.handleTaken` (field handle)
 */
export async function addLocalActor(tx: Tx, input: NewLocalActor, at: { urls: Urls; now: Instant }): Promise<void> {
  const { urls, now } = at
  const fault = handleFault(input.handle)
  if (fault) throw new Invalid({ handle: { code: fault } })
  const name = checkedName(input.name)
  if (await findActorByHandle(tx, input.handle, urls.host)) throw handleTaken(input.handle)
  const page = input.type === 'group' ? paths.group(input.handle) : paths.person(input.handle)
  const row = { ...input, name, iri: urls.actor(input.id), url: `${urls.origin}${page}` }
  if (!(await insertActor(tx, row, at))) throw handleTaken(input.handle)
  await addKeys(tx, { id: input.id, iri: row.iri }, { keys: input.keys, now })
}

/** @throws Invalid (name) when it is empty or too long. */
export function checkedName(typed: string): string {
  const name = tidyName(typed)
  if (!name) throw new Invalid({ name: { code: 'field.required' } })
  if (name.length > NAME_MAX) throw new Invalid({ name: { code: 'field.tooLong', params: { max: NAME_MAX } } })
  return name
}

/** Changes what a local actor shows of itself; the caller tells `actor.updated`, or the group's own event. */
export async function changeLocalActor(
  tx: Tx,
  clock: Clock,
  change: { id: ActorId; name: string; summary: string; summarySource: string; pictureMediaId?: string | null },
): Promise<void> {
  const { id, ...columns } = change
  await tx
    .updateTable('actor')
    .set({ ...columns, updated: clock.now() })
    .where('id', '=', id)
    .where('local', '=', 1)
    .execute()
}

/** Makes the plein's own actor when it is not there yet. At start, in each process. */
export async function ensureInstanceActor(ctx: Ctx): Promise<void> {
  const urls = urlsOf(ctx.config.origin)
  if (await findInstanceActor(ctx.db, urls.host)) return
  const keys = await newKeyPairs()
  await ctx.transaction(async (tx) => {
    const id = newId<'actor'>()
    const iri = `${urls.origin}/ap/instance`
    const row = { id, iri, type: 'instance' as const, handle: INSTANCE_HANDLE, name: urls.host, url: urls.origin }
    const now = ctx.clock.now()
    if (await insertActor(tx, row, { urls, now })) await addKeys(tx, { id, iri }, { keys, now })
  })
}

/** @returns false when the handle (or the IRI) was there already. */
async function insertActor(
  tx: Tx,
  actor: {
    id: ActorId
    iri: string
    type: 'person' | 'group' | 'instance'
    handle: string
    name: string
    url: string
    summary?: string
    summarySource?: string
  },
  at: { urls: Urls; now: Instant },
): Promise<boolean> {
  const { id, iri, type, handle, name, url, summary = '', summarySource = '' } = actor
  const { urls, now } = at
  const group = type === 'group'
  const result = await tx
    .insertInto('actor')
    .values({
      id,
      iri,
      type,
      handle,
      name,
      url,
      summary,
      summarySource,
      local: 1,
      host: urls.host,
      inbox: `${iri}/inbox`,
      sharedInbox: `${urls.origin}/inbox`,
      outbox: `${iri}/outbox`,
      followersIri: type === 'instance' ? null : `${iri}/followers`,
      featuredIri: group ? `${iri}/featured` : null,
      moderatorsIri: group ? `${iri}/moderators` : null,
      fields: '[]',
      created: now,
      updated: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

function handleTaken(handle: string): Conflict {
  return new Conflict('actor.handleTaken', { handle, field: 'handle' })
}
