// Actors from elsewhere, as their documents tell (checked by the frame before they come here).
import type { Ctx } from '../../../core/context.ts'
import { Invalid } from '../../../core/errors.ts'
import type { Json, JsonObject, KnownActor } from '../../../core/federation.ts'
import { listIn, textIn } from '../../../lib/as2.ts'
import { type Instant, toInstant } from '../../../lib/clock.ts'
import { cleanRemoteHtml } from '../../../lib/html.ts'
import { type ActorId, derivedId, type MediaId, newId } from '../../../lib/id.ts'
import { parseIri, sameOrigin } from '../../../lib/iri.ts'
import { objectIn } from '../../../lib/json.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Actor, findActorByIri, knownActor } from '../queries/actors.ts'
import { NAME_MAX, remoteHandle, tidyName } from '../rules.ts'
import { endAllFollows } from './follow.ts'
import { type RemoteKey, remoteKeys } from './remote-keys.ts'

const TYPES: Readonly<Record<string, Actor['type']>> = {
  Person: 'person',
  Service: 'person',
  Organization: 'person',
  Group: 'group',
  Application: 'instance',
}
const LONG_AGO: Instant = '1970-01-01T00:00:00.000Z'
const SUMMARY_MAX = 50_000
const FIELDS_MAX = 20
const MODERATORS_MAX = 200

/**
 * Records a remote actor, or what changed of it. In the same transaction `also` writes what other rooms keep of it.
 * @throws Invalid when the document is no actor, or says to live here.
 */
export async function recordRemoteActor(
  ctx: Ctx,
  document: JsonObject,
  also: (tx: Tx, actor: Actor) => Promise<void> = () => Promise.resolve(),
): Promise<KnownActor> {
  const read = readActor(document)
  if (!read || read.host === ctx.config.hostName) throw new Invalid({}, 'actor.notAnActor')
  const keys = remoteKeys(document, read.iri)
  const actor = await ctx.transaction(async (tx) => {
    const now = ctx.clock.now()
    const existing = await findActorByIri(tx, read.iri)
    const id = existing?.id ?? newId<'actor'>()
    const handle = await freeHandle(tx, { id, iri: read.iri, handle: read.handle, host: read.host })
    const updated = lastChange(read.updated, existing?.updated, now)
    const changing = { ...read, handle, updated, fetched: now, gone: null }
    await tx
      .insertInto('actor')
      .values({ ...changing, id, local: 0, created: read.created ?? now })
      .onConflict((conflict) => conflict.column('iri').doUpdateSet(changing))
      .execute()
    const row = await findActorByIri(tx, read.iri)
    if (!row) throw new Error(`actor ${read.iri} was not recorded`)
    await replaceKeys(tx, row.id, { keys, now })
    await also(tx, row)
    return row
  })
  return knownActor(actor)
}

/**
 * As its own documents say: what our clock says of when they came, is no order of them. Never later than now, or all
 * that comes after would be older. Who never said a moment has no older one either.
 */
function lastChange(said: Instant | undefined, before: Instant | undefined, now: Instant): Instant {
  if (said === undefined) return before ?? LONG_AGO
  return said < now ? said : now
}

/**
 * Marks a remote actor as gone: its row stays, its keys, picture and follows go. `actor.gone` and `follow.ended`
 * follow.
 */
export async function markActorGone(ctx: Ctx, actorId: ActorId): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const result = await tx
      .updateTable('actor')
      .set({ gone: ctx.clock.now(), summary: '', fields: '[]', pictureUrl: null, pictureMediaId: null })
      .where('id', '=', actorId)
      .where('local', '=', 0)
      .where('gone', 'is', null)
      .executeTakeFirst()
    if (result.numUpdatedRows === 0n) return
    await tx.deleteFrom('actorKey').where('actorId', '=', actorId).execute()
    await tx.deleteFrom('attachment').where('subjectId', '=', actorId).execute()
    await endAllFollows(tx, emit, [actorId])
    emit('actor.gone', { actorId }, actorId)
  })
}

/** What the members' page and the trust rules know of who moderates a remote group. */
export async function putModerators(tx: Tx, actorId: ActorId, iris: readonly string[]): Promise<void> {
  const moderators = JSON.stringify([...new Set(iris)].slice(0, MODERATORS_MAX))
  await tx.updateTable('actor').set({ moderators }).where('id', '=', actorId).where('local', '=', 0).execute()
}

/** The picture that is shown of an actor; null: none. */
export async function setPicture(tx: Tx, actorId: ActorId, mediaId: string | null): Promise<void> {
  await tx.updateTable('actor').set({ pictureMediaId: mediaId }).where('id', '=', actorId).execute()
}

/** Our copy of a picture from elsewhere is there: it shows with those that it is tied to, unless they are gone. */
export async function showPicture(tx: Tx, mediaId: string): Promise<void> {
  await tx
    .updateTable('actor')
    .set({ pictureMediaId: mediaId })
    .where('gone', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('attachment')
        .where('mediaId', '=', mediaId as MediaId)
        .select((own) => own.ref('subjectId').$castTo<ActorId>().as('id')),
    )
    .execute()
}

/** Two actors of one host may claim one name (a user and a community): the later one gets a mark behind it. */
async function freeHandle(tx: Tx, actor: { id: ActorId; iri: string; handle: string; host: string }): Promise<string> {
  const other = await tx
    .selectFrom('actor')
    .select('id')
    .where('handle', '=', actor.handle)
    .where('host', '=', actor.host)
    .where('iri', '<>', actor.iri)
    .executeTakeFirst()
  if (!other) return actor.handle
  const mark = derivedId('6ba7b811-9dad-11d1-80b4-00c04fd430c8', actor.iri).slice(0, 8)
  return `${actor.handle}-${mark}`
}

async function replaceKeys(
  tx: Tx,
  actorId: ActorId,
  input: { keys: readonly RemoteKey[]; now: string },
): Promise<void> {
  const { keys, now } = input
  const current = keys.map((key) => key.iri)
  await tx
    .deleteFrom('actorKey')
    .where('actorId', '=', actorId)
    .$if(current.length > 0, (query) => query.where('iri', 'not in', current))
    .execute()
  for (const { iri, kind, publicKey } of keys) {
    await tx
      .insertInto('actorKey')
      .values({ id: newId<'actorKey'>(), actorId, iri, kind, publicKey, privateKey: null, created: now, retired: null })
      .onConflict((conflict) =>
        // A key id belongs to whoever published it first: nobody can take over another's.
        conflict.column('iri').doUpdateSet({ kind, publicKey }).where('actorKey.actorId', '=', actorId),
      )
      .execute()
  }
}

/** The row's columns out of the document, in whatever shape other software gives them. */
function readActor(document: JsonObject) {
  const iri = parseIri(document['id'])
  const type = listIn(document['type']).flatMap((name) => TYPES[String(name)] ?? [])[0]
  const inbox = address(document['inbox'], document['id'])
  if (!iri || !type || !inbox) return undefined
  const endpoints = objectIn(document['endpoints'])
  const preferred = textIn(document['preferredUsername']) ?? textIn(document['webfinger'])
  const handle = remoteHandle(preferred, String(document['id']))
  const name = tidyName(textIn(document['name']) ?? firstOf(document['nameMap']) ?? '').slice(0, NAME_MAX)
  return {
    iri: String(document['id']),
    type,
    host: iri.host,
    handle,
    name: name || preferred || handle,
    summary: cleanRemoteHtml(
      (textIn(document['summary']) ?? firstOf(document['summaryMap']) ?? '').slice(0, SUMMARY_MAX),
    ),
    summarySource: null,
    url: pageOf(document['url']) ?? String(document['id']),
    inbox,
    sharedInbox: address(endpoints?.['sharedInbox'], document['id']) ?? null,
    outbox: address(document['outbox'], document['id']) ?? null,
    followersIri: address(document['followers'], document['id']) ?? null,
    featuredIri: address(document['featured'], document['id']) ?? null,
    moderatorsIri:
      address(document['attributedTo'], document['id']) ?? address(document['moderators'], document['id']) ?? null,
    pictureUrl: pageOf(document['icon']) ?? null,
    fields: JSON.stringify(fieldsOf(document['attachment'])),
    created: toInstant(textIn(document['published'])),
    updated: toInstant(textIn(document['updated'])),
  }
}

/** PropertyValue pairs, as plain text names and safe HTML values. */
function fieldsOf(attachment: Json | undefined): { name: string; value: string }[] {
  return listIn(attachment)
    .flatMap((entry) => {
      const pair = objectIn(entry)
      const name = textIn(pair?.['name'])
      const value = textIn(pair?.['value'])
      return name && value && String(pair?.['type']).endsWith('PropertyValue')
        ? [{ name: tidyName(name).slice(0, 100), value: cleanRemoteHtml(value.slice(0, 2000)) }]
        : []
    })
    .slice(0, FIELDS_MAX)
}

/** An address of the actor's own origin: what it says of itself may not point at others. */
function address(value: Json | undefined, actorIri: Json | undefined): string | undefined {
  const iri = typeof value === 'string' ? value : textIn(objectIn(value)?.['id'])
  return iri && sameOrigin(iri, actorIri) ? iri : undefined
}

/** The address of a page or picture: a string, a Link, an Image, or the first usable one of several. */
function pageOf(value: Json | undefined): string | undefined {
  for (const entry of listIn(value)) {
    const found =
      typeof entry === 'string' ? entry : (textIn(objectIn(entry)?.['href']) ?? pageOf(objectIn(entry)?.['url']))
    if (parseIri(found)) return found
  }
  return undefined
}

function firstOf(map: Json | undefined): string | undefined {
  return Object.values(objectIn(map) ?? {}).find((value): value is string => typeof value === 'string')
}
