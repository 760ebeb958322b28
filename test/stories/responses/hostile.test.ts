// What others may try: other people's responses, other names, other keys, steps that are none, word from who may not give it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { getCaseOf } from '../../../src/features/responses/index.ts'
import type { ResponseId } from '../../../src/lib/id.ts'
import { type Json, type Peer, type PeerActor, startPeer } from '../../kit/peer/peer.ts'
import { applies, at, moves, newItem, rest, setStage, type Stage, twin, writes } from './stage.ts'

describe('responses under attack', () => {
  let stage: Stage
  let peer: Peer
  let mallory: PeerActor
  let item: { here: string; there: string; iri: string }
  let id: ResponseId
  let twinId: ResponseId
  let iri: string

  beforeAll(async () => {
    stage = await setStage()
    peer = await startPeer({ software: 'dwarsverband', now: () => stage.network.clock.millis() })
    mallory = peer.actor('mallory')
    for (const server of [stage.home, stage.away]) await server.cli('instance allow', { host: peer.host })
    item = await newItem(stage)
    id = await applies(stage.bob, item.there as never)
    await rest(stage.network)
    twinId = (await twin(stage.away, stage.home, id)).id
    iri = (await at(stage.home, twinId)).iri as string
    await moves(stage.anna, twinId, 'offer', { hours: 10 })
    await rest(stage.network)
  }, 120_000)
  afterAll(async () => {
    await stage?.network.close()
    await peer?.close()
  })

  async function counts(server = stage.home) {
    const { db } = server.app.ctx()
    const of = async (table: 'response' | 'responseStep' | 'responseMessage') =>
      Number(
        (
          await db
            .selectFrom(table)
            .select((eb) => eb.fn.countAll().as('count'))
            .executeTakeFirstOrThrow()
        ).count,
      )
    return [await of('response'), await of('responseStep'), await of('responseMessage')]
  }
  async function state() {
    const [here, there] = [await at(stage.home, twinId), await at(stage.away, id)]
    return [here.state, here.version, there.state, there.version, await counts(), await counts(stage.away)]
  }
  function step(change: Json = {}): Json {
    return {
      id: mallory.newIri('steps'),
      type: 'dwv:Step',
      attributedTo: mallory.iri,
      'dwv:item': item.iri,
      'dwv:move': 'withdraw',
      'dwv:maker': 'respondent',
      'dwv:payload': {},
      ...change,
    }
  }
  async function sends(activity: Json, to = stage.home, by = mallory): Promise<void> {
    await by.send(`${to.origin}/inbox`, activity)
    await rest(stage.network)
  }
  const create = (object: Json) => mallory.activity('Create', { object, to: [] })

  test('steps in the response of somebody else, as somebody else, or that are no steps', async () => {
    const { away } = stage
    const bobIri = (await getCaseOf(away.app.ctx(), id)).respondent.iri
    const before = await state()
    const tries: Json[] = [
      create(step()),
      create(step({ context: iri })),
      create(step({ attributedTo: bobIri })),
      create(step({ attributedTo: bobIri, 'dwv:move': 'sign' })),
      create(step({ id: `${away.origin}/ap/steps/${crypto.randomUUID()}` })),
      create(step({ 'dwv:move': 'reject', 'dwv:maker': 'author', 'dwv:payload': { reason: 'x' } })),
      create(step({ 'dwv:move': 'expire', 'dwv:maker': 'clock' })),
      create(step({ 'dwv:move': 'offer', 'dwv:payload': { hours: 1 } })),
      create(step({ 'dwv:move': 'constructor' })),
      create(step({ 'dwv:move': 'apply', 'dwv:payload': { motivation: 'x'.repeat(30_000) } })),
      create(step({ 'dwv:move': 'apply', 'dwv:payload': { motivation: 7 } })),
      create(step({ 'dwv:move': 'apply', 'dwv:payload': 'apply' })),
      create(step({ 'dwv:item': `${stage.home.origin}/ap/objects/${crypto.randomUUID()}`, 'dwv:move': 'apply' })),
      { ...create(step()), actor: bobIri },
      mallory.activity('Undo', {
        object: { id: (await at(stage.home, twinId)).offerIri, type: 'Offer', actor: mallory.iri },
      }),
      mallory.activity('Undo', { object: (await at(stage.home, twinId)).offerIri }),
      mallory.activity('Offer', {
        actor: bobIri,
        object: { type: 'Agreement', stipulates: { type: 'Commitment', satisfies: `${item.iri}#primary` } },
      }),
      mallory.activity('Offer', { object: { type: 'Agreement' } }),
      mallory.activity('Offer', { object: { type: 'Agreement', stipulates: 7 }, 'dwv:step': 7 }),
    ]
    for (const activity of tries) await sends(activity)
    expect(await state()).toEqual(before)
  })

  test('word of how things stand, from who may not give it', async () => {
    const { away, home } = stage
    const { author, respondent } = await getCaseOf(away.app.ctx(), id)
    const before = await state()
    const snapshot = (change: Json = {}): Json => ({
      id: iri,
      type: 'dwv:Response',
      attributedTo: author.iri,
      'dwv:item': item.iri,
      'dwv:respondent': respondent.iri,
      'dwv:version': 99,
      'dwv:state': 'agreed',
      'dwv:data': (before[5] && (awaitData() as unknown)) as Json,
      updated: new Date(stage.network.clock.millis()).toISOString(),
      'dwv:steps': [],
      ...change,
    })
    function awaitData(): Json {
      return { proofs: { author: null, respondent: null, manager: null }, terms: null }
    }
    const own = { id: mallory.newIri('responses'), attributedTo: mallory.iri }
    const tries: Json[] = [
      mallory.activity('Update', { object: snapshot() }),
      mallory.activity('Update', { object: snapshot(own) }),
      mallory.activity('Update', { object: snapshot({ ...own, attributedTo: author.iri }) }),
      mallory.activity('Accept', { object: (await at(away, id)).offerIri, 'dwv:response': snapshot() }),
      mallory.activity('Accept', { object: (await at(away, id)).offerIri, 'dwv:response': snapshot(own) }),
      mallory.activity('Accept', { object: (await at(away, id)).offerIri, result: { type: 'Agreement' } }),
      mallory.activity('Reject', { object: (await at(away, id)).offerIri }),
      mallory.activity('Invite', { object: item.iri, target: respondent.iri, 'dwv:response': snapshot(own) }),
      { ...mallory.activity('Update', { object: snapshot() }), actor: author.iri },
    ]
    for (const activity of tries) await sends(activity, away)
    expect(await state()).toEqual(before)
    expect(home.log.concat(away.log).filter((line) => line.includes('"error"'))).toEqual([])
  })

  test('the author himself cannot say what cannot be', async () => {
    const { away, home } = stage
    const { hearSnapshot } = await import('../../../src/features/responses/commands/hear.ts')
    const { snapshotOf } = await import('../../../src/features/responses/queries/snapshot.ts')
    const { readSnapshot, snapshotObject } = await import('../../../src/features/responses/rules/snapshot-object.ts')
    const good = await snapshotOf(home.app.ctx(), await getCaseOf(home.app.ctx(), twinId))
    if (!good) throw new Error('nothing to tell')
    const of = { contentId: item.there as never, respondentId: (await at(away, id)).respondentId }
    const before = await state()
    for (const change of [
      { state: 'crowned', version: 50 },
      { data: { log: 'all' }, version: 50 },
      { iri: `${peer.origin}/ap/responses/1`, version: 50 },
      { iri: `${home.origin}/ap/responses/another`, version: 50 },
      { iri: null, version: 50 },
    ]) {
      await expect(hearSnapshot(away.app.ctx(), of, { ...good, ...change })).rejects.toMatchObject({
        code: 'response.unreadable',
      })
    }
    expect(await state()).toEqual(before)
    const wire = JSON.parse(JSON.stringify(snapshotObject(good))) as Json
    expect(readSnapshot(wire)).toEqual(good)
    const many = Array.from({ length: 101 }, () => ({
      id: 'https://x.example/1',
      'dwv:move': 'm',
      'dwv:maker': 'author',
      'dwv:outcome': 'done',
      published: good.moved,
    }))
    for (const change of [
      { 'dwv:version': -1 },
      { 'dwv:version': 1.5 },
      { 'dwv:data': { x: 'x'.repeat(200_001) } },
      { 'dwv:steps': many },
      { id: 'javascript:1' },
      { updated: 'soon' },
    ]) {
      expect(readSnapshot({ ...wire, ...change })).toBeUndefined()
    }
  })

  test('nobody else reads it, or writes in the talk', async () => {
    const { home, away, anna } = stage
    await writes(anna, twinId, 'Geheim van Anna')
    await rest(stage.network)
    const before = await state()
    const { author, respondent } = await getCaseOf(away.app.ctx(), id)
    for (const [server, to] of [
      [home, author.iri],
      [away, respondent.iri],
    ] as const) {
      const note = mallory.note('<p>Ik praat mee</p>', { context: iri, to: [to], cc: [] })
      await sends(create(note), server)
      const other = await server.app.ctx().db.selectFrom('responseMessage').select('iri').executeTakeFirstOrThrow()
      await sends(create(mallory.note('<p>Ik antwoord</p>', { inReplyTo: other.iri, to: [to], cc: [] })), server)
      // Nor does anybody else say that it arrived, or did not.
      await sends(mallory.activity('Reject', { object: other.iri, 'dwv:code': 'response.forgotten', to: [to] }), server)
    }
    expect(await state()).toEqual(before)
    const outcomes = home.app.ctx().db.selectFrom('responseMessage').select('outcome')
    expect(await outcomes.execute()).toEqual([{ outcome: 'done' }])
    const said = await home.app
      .ctx()
      .db.selectFrom('activity')
      .select('iri')
      .where('json', 'like', '%Geheim van Anna%')
      .execute()
    expect(said).toHaveLength(1)
    for (const path of [iri, iri.replace('responses', 'agreements'), said[0]?.iri as string]) {
      for (const scheme of ['cavage', 'rfc9421', 'none'] as const)
        expect([path, (await mallory.get(path, { scheme })).status]).toEqual([path, 404])
    }
    // The respondent's own server reads it.
    const document = await away.app.tools.remote.object(iri)
    expect(document).toMatchObject({ id: iri, 'dwv:state': 'offered' })
  })
})
