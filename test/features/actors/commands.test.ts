// Actors on both databases: handles, keys, what remote documents may say, and follows with their answers.
import { expect, test } from '@jest/globals'
import type { Incoming, JsonObject } from '../../../src/core/federation.ts'
import type { Tools } from '../../../src/core/context.ts'
import { system } from '../../../src/core/viewer.ts'
import {
  type Actor,
  addLocalActor,
  ensureInstanceActor,
  findActor,
  findActorByHandle,
  findActorByIri,
  findFollow,
  findInstanceActor,
  getSigningKey,
  listFollowers,
  listKeys,
  newKeyPairs,
  putFollow,
  rotateKeys,
  setRole,
  settleFollow,
} from '../../../src/features/actors/index.ts'
import { documents } from '../../../src/features/actors/federation/documents.ts'
import { inbox } from '../../../src/features/actors/federation/inbox.ts'
import { outbox } from '../../../src/features/actors/federation/outbox.ts'
import { actors } from '../../../src/features/actors/federation/source.ts'
import { blockInstance } from '../../../src/features/instances/index.ts'
import { whenInstanceBlocked } from '../../../src/features/actors/listeners.ts'
import {
  createPerson,
  followPerson,
  getProfile,
  listCards,
  unfollowPerson,
} from '../../../src/features/people/index.ts'
import { federation as people } from '../../../src/features/people/federation/person.ts'
import { newId } from '../../../src/lib/id.ts'
import { urlsOf } from '../../../src/lib/urls.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'

const urls = urlsOf('http://plein.test')
const tools = {} as Tools

function remoteDocument(name: string, more: JsonObject = {}): JsonObject {
  const id = `https://elders.test/users/${name}`
  return {
    id,
    type: 'Person',
    preferredUsername: name,
    name,
    inbox: `${id}/inbox`,
    endpoints: { sharedInbox: 'https://elders.test/inbox' },
    followers: `${id}/followers`,
    ...more,
  }
}

async function localPerson(ctx: TestContext, handle: string): Promise<Actor> {
  const keys = await newKeyPairs()
  const id = await ctx.transaction((tx) =>
    createPerson(tx, { handle, name: handle, keys }, { urls, now: ctx.clock.now() }),
  )
  return (await findActor(ctx.db, id)) as Actor
}

async function incoming(ctx: TestContext, from: string, activity: JsonObject): Promise<Incoming> {
  const actor = await actors.record(ctx, remoteDocument(from))
  const object = activity['object']
  const embedded = typeof object === 'object' ? (object as JsonObject) : undefined
  return {
    id: `https://elders.test/activities/${newId()}`,
    type: String(activity['type']),
    actorIri: actor.iri,
    actor,
    activity,
    object: embedded,
    objectIri: typeof object === 'string' ? object : (embedded?.['id'] as string | undefined),
    via: undefined,
    proven: false,
    mayModerate: false,
    ...(activity['id'] ? { id: String(activity['id']) } : {}),
  }
}

eachDatabase('actors', (open) => {
  let world: TestContext | undefined
  function context(): TestContext {
    world ??= testContext(open(), { viewer: system })
    world.events.length = 0
    return world
  }

  test('handles: one namespace, no tricks', async () => {
    const ctx = context()
    await localPerson(ctx, 'anna')
    const keys = await newKeyPairs()
    const group = (handle: string) =>
      ctx.transaction((tx) =>
        addLocalActor(tx, { id: newId(), type: 'group', handle, name: 'Groep', keys }, { urls, now: ctx.clock.now() }),
      )
    await expect(group('anna')).rejects.toMatchObject({ code: 'actor.handleTaken', params: { field: 'handle' } })
    for (const bad of [
      '',
      'Anna',
      'an na',
      '🦊',
      'שלום',
      '../etc',
      'a@b',
      '-a',
      'a.',
      '<b>',
      'x'.repeat(31),
      'admin',
    ]) {
      await expect(group(bad)).rejects.toMatchObject({ status: 422 })
    }
    await group('omgevings-wet.2')
    expect((await findActorByHandle(ctx.db, '@ANNA', 'plein.test'))?.handle).toBe('anna')
    expect((await findActorByHandle(ctx.db, 'anna@plein.test', 'plein.test'))?.handle).toBe('anna')
    expect(await findActorByHandle(ctx.db, 'anna@elders.test', 'plein.test')).toBeUndefined()
  })

  test('the plein has one actor of its own, readable without signature', async () => {
    const ctx = context()
    await Promise.all([ensureInstanceActor(ctx), ensureInstanceActor(ctx)])
    expect((await findInstanceActor(ctx.db, 'plein.test'))?.iri).toBe('http://plein.test/ap/instance')
    const source = documents.find((document) => document.path === 'instance')
    const found = await source?.find(ctx, {}, {}, urls)
    expect(found).toMatchObject({
      public: true,
      document: {
        type: 'Application',
        inbox: 'http://plein.test/ap/instance/inbox',
        publicKey: { id: 'http://plein.test/ap/instance#main-key' },
      },
    })
  })

  test('a remote actor is recorded once and cleaned; it cannot live here or own other keys', async () => {
    const ctx = context()
    const { publicKey: pem } = (await newKeyPairs()).rsa
    const id = 'https://elders.test/users/eva'
    const document = remoteDocument('eva', {
      name: '\u202E<script>alert(1)</script> 🦊',
      summary: '<p onclick="x()">Hoi<script>alert(1)</script></p>',
      publicKey: [
        { id: `${id}#main-key`, owner: id, publicKeyPem: pem },
        { id: 'http://plein.test/ap/instance#main-key', owner: id, publicKeyPem: pem },
        { id: `${id}#other`, owner: 'https://elders.test/users/mallory', publicKeyPem: pem },
        { id: `${id}#broken`, owner: id, publicKeyPem: 'nonsense' },
      ],
      attachment: [{ type: 'PropertyValue', name: 'Functie', value: 'Adviseur <b>water</b>' }, 'nonsense'],
      icon: { type: 'Image', url: 'https://elders.test/eva.png' },
    })
    const known = await actors.record(ctx, document)
    expect((await actors.record(ctx, document)).id).toBe(known.id)
    const actor = (await findActor(ctx.db, known.id)) as Actor
    expect(actor.name).toBe('<script>alert(1)</script> 🦊')
    expect(actor.summary).not.toMatch(/script|onclick/)
    expect((await listKeys(ctx.db, known.id, '')).map((key) => key.iri)).toEqual([`${id}#main-key`])
    const card = (await listCards(ctx.db, [known.id])).get(known.id)
    expect(card).toMatchObject({
      handle: 'eva@elders.test',
      path: '/@eva@elders.test',
      jobTitle: 'Adviseur water',
      elsewhere: true,
    })
    await expect(
      actors.record(ctx, { ...document, id: 'http://plein.test/ap/actors/1', inbox: 'http://plein.test/x' }),
    ).rejects.toBeDefined()
    await expect(actors.record(ctx, { ...document, inbox: 'https://victim.test/inbox' })).rejects.toBeDefined()
    await expect(actors.record(ctx, { id, type: 'Note' })).rejects.toBeDefined()
    const group = await actors.record(ctx, remoteDocument('c/eva', { type: 'Group', preferredUsername: 'eva' }))
    expect((await findActor(ctx.db, group.id))?.handle).toMatch(/^eva-/)
  })

  test('only an Update that is older by what its own documents said is let go', async () => {
    const ctx = context()
    const at = (days: number) => ({ updated: ctx.clock.in(days * 24 * 60 * 60 * 1000) })
    const update = async (name: string, more: JsonObject) => {
      const object = { ...remoteDocument('later', more), name }
      const told = await incoming(ctx, 'later', { type: 'Update', object })
      expect(await inbox['Update']?.(ctx, told, tools)).toBe('done')
      return (await findActorByIri(ctx.db, told.actorIri))?.name
    }
    // Met by a document that says no moment: its clock may be behind ours. What it says later is in order by itself.
    expect(await update('Een', at(-3))).toBe('Een')
    expect(await update('Oud', at(-4))).toBe('later')
    expect(await update('Twee', at(-3))).toBe('Twee')
    expect(await update('Drie', {})).toBe('Drie')
    expect(await update('Ver vooruit', at(400))).toBe('Ver vooruit')
    ctx.pass(1000)
    expect(await update('Vier', at(0))).toBe('Vier')
  })

  test('a Follow from elsewhere is accepted, and answered again when it is repeated', async () => {
    const ctx = context()
    const bo = await localPerson(ctx, 'bo')
    const first = await incoming(ctx, 'fan', { type: 'Follow', object: bo.iri })
    expect(await inbox['Follow']?.(ctx, first, tools)).toBe('done')
    const second = await incoming(ctx, 'fan', { type: 'Follow', object: bo.iri, id: 'a strange id with spaces' })
    expect(await inbox['Follow']?.(ctx, second, tools)).toBe('done')
    const [told, again] = ctx.events.filter((event) => event.name === 'follow.accepted')
    expect(again?.payload).toMatchObject({ again: true })
    expect((await listFollowers(ctx.db, bo.id, { limit: 5 })).items).toHaveLength(1)
    expect(await actors.followerInboxes(ctx, bo.id)).toEqual([
      { inbox: 'https://elders.test/inbox', host: 'elders.test' },
    ])
    const accept = await outbox['follow.accepted']?.(ctx, { ...told, occurred: ctx.clock.now() } as never, urls)
    expect(accept).toMatchObject([
      {
        actorId: bo.id,
        activity: {
          type: 'Accept',
          actor: bo.iri,
          object: { id: 'a strange id with spaces', type: 'Follow', object: bo.iri },
        },
      },
    ])
    const undo = await incoming(ctx, 'fan', {
      type: 'Undo',
      object: { id: 'x', type: 'Follow', actor: first.actorIri, object: bo.iri },
    })
    const stranger = await incoming(ctx, 'mallory', { ...undo.activity })
    await inbox['Undo']?.(ctx, stranger, tools)
    expect(await findFollow(ctx.db, { followerId: first.actor.id, targetId: bo.id })).toBeDefined()
    expect(await inbox['Undo']?.(ctx, undo, tools)).toBe('done')
    expect(await findFollow(ctx.db, { followerId: first.actor.id, targetId: bo.id })).toBeUndefined()
  })

  test('following somebody elsewhere waits for the answer, which only the target can give', async () => {
    const ctx = context()
    const cor = await localPerson(ctx, 'cor')
    const target = await actors.record(ctx, remoteDocument('doel'))
    const his = ctx.as({ type: 'person', personId: cor.id, accountId: newId(), admin: false })
    expect(await followPerson(his, target.id)).toEqual({ outcome: 'asked' })
    const row = await findFollow(ctx.db, { followerId: cor.id, targetId: target.id })
    const asked = ctx.events.find((event) => event.name === 'follow.requested')
    expect(row?.iri).toBe(urls.activityOf(String(asked?.id), 'follow'))
    const said = await outbox['follow.requested']?.(ctx, { ...asked, occurred: ctx.clock.now() } as never, urls)
    expect(said).toMatchObject([{ slot: 'follow', activity: { type: 'Follow', actor: cor.iri, object: target.iri } }])
    const follow = { id: String(row?.iri), type: 'Follow', actor: cor.iri, object: target.iri }
    const forged = await incoming(ctx, 'mallory', { type: 'Accept', object: follow })
    expect(await inbox['Accept']?.(ctx, forged, tools)).toBe('ignored')
    await inbox['Accept']?.(ctx, await incoming(ctx, 'doel', { type: 'Accept', object: String(row?.iri) }), tools)
    expect((await getProfile(his, 'doel@elders.test')).followed).toBe('yes')
    expect(await actors.isFollowedHere(ctx, target.id)).toBe(true)
    await inbox['Reject']?.(ctx, await incoming(ctx, 'doel', { type: 'Reject', object: follow }), tools)
    expect((await getProfile(his, 'doel@elders.test')).followed).toBe('refused')
    expect(await followPerson(his, target.id)).toEqual({ outcome: 'asked' })
    await unfollowPerson(his, target.id)
    const ended = ctx.events.find((event) => event.name === 'follow.ended')
    const undo = await outbox['follow.ended']?.(ctx, { ...ended, occurred: ctx.clock.now() } as never, urls)
    expect(undo).toMatchObject([{ activity: { type: 'Undo', object: { type: 'Follow', actor: cor.iri } } }])
  })

  test('a row per pair: repeats keep what was accepted and the role', async () => {
    const ctx = context()
    const [dirk, els] = [await localPerson(ctx, 'dirk'), await localPerson(ctx, 'els')]
    const pair = { followerId: dirk.id, targetId: els.id }
    const put = (iri: string, state: 'pending' | 'accepted') =>
      ctx.transaction((tx) => putFollow(tx, ctx.clock, { ...pair, iri, state }))
    expect((await put('urn:1', 'pending')).state).toBe('pending')
    const settle = (state: 'accepted' | 'rejected') => ctx.transaction((tx) => settleFollow(tx, ctx.clock, pair, state))
    expect((await settle('accepted'))?.state).toBe('accepted')
    expect(await settle('accepted')).toBeUndefined()
    expect(await ctx.transaction((tx) => setRole(tx, pair, 'manager'))).toBe(true)
    expect(await put('urn:2', 'pending')).toMatchObject({ iri: 'urn:2', state: 'accepted', role: 'manager' })
    expect(await settle('rejected')).toMatchObject({ state: 'rejected', role: 'member', accepted: null })
    expect(await put('urn:3', 'pending')).toMatchObject({ state: 'pending' })
  })

  test('new keys have new ids; the old ones are answered for a week', async () => {
    const ctx = context()
    const fem = await localPerson(ctx, 'fem')
    const before = await getSigningKey(ctx.db, fem.id, 'rsa')
    expect(await rotateKeys(ctx, fem.id)).toBe(1)
    const after = await getSigningKey(ctx.db, fem.id, 'rsa')
    expect(after.iri).not.toBe(before.iri)
    expect(ctx.told('actor.updated')).toEqual([{ actorId: fem.id }])
    const source = people.documents?.[0]
    const found = await source?.find(ctx, { id: fem.id }, {}, urls)
    expect(found).toMatchObject({ document: { publicKey: { id: after.iri }, assertionMethod: [{}, {}] } })
    expect(JSON.stringify(found)).not.toContain('PRIVATE')
    ctx.pass(8 * 24 * 60 * 60 * 1000)
    expect(await source?.find(ctx, { id: fem.id }, {}, urls)).toMatchObject({ document: { assertionMethod: [{}] } })
  })

  test('a deleted actor and a blocked host lose their follows; a blocked host is not shown', async () => {
    const ctx = context()
    const gerda = await localPerson(ctx, 'gerda')
    await inbox['Follow']?.(ctx, await incoming(ctx, 'weg', { type: 'Follow', object: gerda.iri }), tools)
    const gone = await incoming(ctx, 'weg', { type: 'Delete', object: 'https://elders.test/users/weg' })
    expect(await inbox['Delete']?.(ctx, gone, tools)).toBe('done')
    expect(await actors.findByIri(ctx, gone.actorIri)).toBeUndefined()
    await expect(getProfile(ctx, 'weg@elders.test')).rejects.toMatchObject({ status: 410 })
    await inbox['Follow']?.(ctx, await incoming(ctx, 'fan2', { type: 'Follow', object: gerda.iri }), tools)
    await blockInstance(ctx, 'https://elders.test/', 'spam')
    const event = {
      id: newId<'event'>(),
      name: 'instance.blocked' as const,
      occurred: ctx.clock.now(),
      payload: { host: 'elders.test' },
    }
    await whenInstanceBlocked(ctx, event, tools)
    expect((await listFollowers(ctx.db, gerda.id, { limit: 5 })).items).toHaveLength(0)
    await expect(getProfile(ctx, 'fan2@elders.test')).rejects.toMatchObject({ status: 404 })
    const fan = await findActorByIri(ctx.db, 'https://elders.test/users/fan2')
    const hers = ctx.as({ type: 'person', personId: gerda.id, accountId: newId(), admin: false })
    await expect(followPerson(hers, (fan as Actor).id)).rejects.toMatchObject({ code: 'person.hostBlocked' })
  })
})
