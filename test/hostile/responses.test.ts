// Responses under attack: another plein that says more than it may, and people who are not one of the two.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Ctx } from '../../src/core/context.ts'
import type { LocalPerson } from '../../src/core/viewer.ts'
import { createContent, findContentByIri, knownTo } from '../../src/features/content/index.ts'
import { setAvailability } from '../../src/features/klussen/index.ts'
import { beginResponse, decideAsManager, getCaseOf, makeMove } from '../../src/features/responses/index.ts'
import type { ContentId, ResponseId } from '../../src/lib/id.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, startPeer } from '../kit/peer/peer.ts'
import type { TestServer } from '../kit/server.ts'
import { klusExample } from '../kinds/klus/example.ts'

describe('another plein that says more than it may', () => {
  let network: Network
  let home: TestServer
  let peer: Peer
  let mallory: PeerActor
  let anna: () => Ctx
  let inbox: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'])
    home = network.server('Gemeente')
    await home.person('Anna')
    const viewer = (await home.viewer('anna')) as LocalPerson
    anna = () => home.app.ctx(viewer)
    peer = await startPeer({ software: 'dwarsverband', now: () => network.clock.millis() })
    mallory = peer.actor('mallory')
    inbox = `${home.origin}/inbox`
    await home.cli('instance allow', { host: peer.host })
  })
  afterAll(async () => {
    await network?.close()
    await peer?.close()
  })

  const iriOfAnna = () => home.app.urls.actor((anna().viewer as LocalPerson).personId)
  const annas = (data: Json = {}): Promise<ContentId> =>
    createContent(anna(), {
      kind: 'klus',
      title: 'Klus',
      body: 'Meelezen',
      audience: 'network',
      data: { ...klusExample, ...data },
    })
  const stepAbout = (itemIri: string, rest: Json): Json => ({
    id: mallory.newIri('steps'),
    type: 'dwv:Step',
    attributedTo: mallory.iri,
    'dwv:item': itemIri,
    published: network.clock.now(),
    'dwv:maker': 'respondent',
    'dwv:payload': {},
    ...rest,
  })
  async function says(step: Json): Promise<void> {
    const create = mallory.activity('Create', { object: step, to: [iriOfAnna()] })
    expect((await mallory.send(inbox, create)).status).toBe(202)
    await network.settle()
  }
  const responses = () => home.app.ctx().db.selectFrom('response').selectAll().orderBy('id').execute()

  test('has no word in what the manager of the author decides', async () => {
    const contentId = await annas({ purpose: 'offer' })
    const itemIri = home.app.urls.object(contentId)
    await says(stepAbout(itemIri, { 'dwv:move': 'apply', 'dwv:payload': { motivation: 'Graag' } }))
    const id = (await responses()).find((row) => row.contentId === contentId)?.id as ResponseId
    await makeMove(anna(), id, { move: 'offer', payload: { hours: 8 } })
    const refuse = stepAbout(itemIri, {
      'dwv:move': 'refuseConsent',
      'dwv:maker': 'manager',
      'dwv:payload': { version: 1 },
    })
    await says(refuse)
    expect((await getCaseOf(home.app.ctx(), id)).response.state).toBe('offered')
    const step = await home.app
      .ctx()
      .db.selectFrom('responseStep')
      .select(['outcome', 'refusal'])
      .where('iri', '=', refuse['id'] as string)
      .executeTakeFirst()
    expect(step).toMatchObject({ outcome: 'refused', refusal: expect.stringContaining('response.notYours') })
  })

  // ── what it tells of its own items ──

  function proposal(): Json {
    const id = mallory.newIri('items')
    const item = {
      id,
      type: 'Proposal',
      attributedTo: mallory.iri,
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      name: 'Klus van Mallory',
      content: '<p>Kom werken</p>',
      purpose: 'request',
      published: network.clock.now(),
      'dwv:status': 'open',
      'dwv:placesLeft': 1,
      publishes: {
        type: 'Intent',
        id: `${id}#primary`,
        action: 'deliverService',
        resourceQuantity: { hasUnit: 'hour', hasNumericalValue: '8' },
      },
    }
    const document = {
      '@context': [
        'https://www.w3.org/ns/activitystreams',
        { dwv: 'https://w3id.org/dwarsverband/ns#', vf: 'https://w3id.org/valueflows/ont/vf#' },
      ],
      ...item,
    }
    peer.documents.set(new URL(id).pathname, document)
    return document
  }

  const termsAbout = (itemIri: string, extra: Json = {}): Json => ({
    version: 1,
    iri: `${new URL(itemIri).origin}/ap/agreements/1`,
    facts: {
      klus: itemIri,
      url: itemIri,
      title: 'Klus van Mallory',
      text: 'Kom werken',
      result: 'Werk',
      hours: 8,
      where: 'remote',
      worker: 'respondent',
      author: { iri: mallory.iri, name: 'mallory', organisation: '', host: peer.host },
      respondent: { iri: iriOfAnna(), name: 'Anna', organisation: '', host: home.host },
      ...extra,
    },
    made: network.clock.now(),
    by: 'author',
    signatures: {},
  })

  const snapshotOf = (itemIri: string, rest: Json): Json => ({
    id: `${itemIri}/response`,
    type: 'dwv:Response',
    attributedTo: mallory.iri,
    to: [iriOfAnna()],
    'dwv:item': itemIri,
    'dwv:respondent': iriOfAnna(),
    'dwv:version': 1,
    'dwv:state': 'invited',
    'dwv:data': {},
    updated: network.clock.now(),
    ...rest,
  })
  async function tells(snapshot: Json): Promise<void> {
    const update = mallory.activity('Update', { object: snapshot, to: [iriOfAnna()] })
    expect((await mallory.send(inbox, update)).status).toBe(202)
    await network.settle()
  }
  async function heardAbout(itemIri: string) {
    const content = await findContentByIri(knownTo(home.app.ctx()), itemIri)
    return (await responses()).find((row) => row.contentId === content?.id)
  }

  test('draws in nobody who did not say that he is available, and learns no more than that', async () => {
    const { db } = home.app.ctx()
    const notices = () => db.selectFrom('notification').select('id').execute()
    const before = [await responses(), await notices()]
    const told = ['invited', 'interested', 'offered', 'declined']
    for (const state of told) {
      const itemIri = proposal()['id'] as string
      const terms = state === 'offered' ? { terms: [termsAbout(itemIri)] } : {}
      await tells(snapshotOf(itemIri, { 'dwv:state': state, 'dwv:data': { invitation: 'Koop dit', ...terms } }))
    }
    const again = snapshotOf(proposal()['id'] as string, {})
    await tells(again)
    await tells(again)
    expect([await responses(), await notices()]).toEqual(before)
    const answers = peer.inbox.map(({ activity }) => activity['object'] as Json)
    const turned = answers.filter((object) => object['dwv:move'] === 'turnAway')
    expect(turned.map((step) => [step['attributedTo'], step['dwv:payload']])).toEqual(Array(3).fill([iriOfAnna(), {}]))
    // What was told twice is answered by the same step.
    expect(new Set(turned.map((step) => step['id'])).size).toBe(2)
    const mine = { hoursPerWeek: 4, subjects: 'privacy', note: '' }
    await setAvailability(anna(), { ...mine, audience: 'organisation' })
    await tells(snapshotOf(proposal()['id'] as string, {}))
    expect([await responses(), await notices()]).toEqual(before)
    await setAvailability(anna(), { ...mine, audience: 'network' })
  })

  test('binds nobody here to what he did not sign', async () => {
    const itemIri = proposal()['id'] as string
    await tells(snapshotOf(itemIri, {}))
    expect(await heardAbout(itemIri)).toMatchObject({ state: 'invited', version: 1 })
    const terms = { ...termsAbout(itemIri), inForce: network.clock.now() }
    const proof = { type: 'DataIntegrityProof', proofValue: 'z1', verificationMethod: `${iriOfAnna()}#ed25519` }
    const signed = { ...terms, signatures: { respondent: { proof, at: network.clock.now() } } }
    for (const [version, data] of [{}, { terms: [terms] }, { terms: [signed] }].entries())
      await tells(snapshotOf(itemIri, { 'dwv:version': version + 2, 'dwv:state': 'agreed', 'dwv:data': data }))
    expect(await heardAbout(itemIri)).toMatchObject({ state: 'invited', version: 1 })
  })

  test('lets nobody here sign what is between others, or about another klus', async () => {
    const others = { iri: `${peer.origin}/users/else`, name: 'Iemand', organisation: '', host: peer.host }
    const wrong: Json[] = [{ author: others }, { respondent: others }, { klus: `${peer.origin}/items/other` }]
    for (const extra of wrong) {
      const itemIri = proposal()['id'] as string
      const data = { terms: [termsAbout(itemIri, extra)] }
      await tells(snapshotOf(itemIri, { 'dwv:state': 'offered', 'dwv:data': data }))
      const row = await heardAbout(itemIri)
      expect(row?.state).toBe('offered')
      await expect(makeMove(anna(), row?.id ?? '', { move: 'sign', payload: { version: 1 } })).rejects.toMatchObject({
        code: 'klus.proofMissing',
      })
    }
    const itemIri = proposal()['id'] as string
    await tells(snapshotOf(itemIri, { 'dwv:state': 'offered', 'dwv:data': { terms: [termsAbout(itemIri)] } }))
    const row = await heardAbout(itemIri)
    await makeMove(anna(), row?.id ?? '', { move: 'sign', payload: { version: 1 } })
  })

  test('puts nothing on a page here that is no moment, day or address', async () => {
    const itemIri = proposal()['id'] as string
    await tells(snapshotOf(itemIri, {}))
    const now = network.clock.now()
    const wrong: Json[] = [
      { terms: [{ ...termsAbout(itemIri), made: 'gisteren' }] },
      { terms: [termsAbout(itemIri, { ends: 'ooit' })] },
      { terms: [termsAbout(itemIri, { klus: 'geen adres' })] },
      { hours: [{ id: '1', date: 'maandag', hours: 1, what: '', state: 'logged' }] },
      { ending: { move: 'reject', by: 'author', from: 'invited', reason: 'other', words: '', at: 'nooit' } },
      { reviews: { author: { text: 'x', at: '', shown: false } }, completed: now },
      // Numbers that no column holds, and that nobody agrees to.
      { terms: [{ ...termsAbout(itemIri), version: 3e9 }] },
      { terms: [termsAbout(itemIri, { hours: 1e308 })] },
      { terms: [termsAbout(itemIri, { hours: -8 })] },
      { hours: [{ id: '1', date: '2026-12-01', hours: 1e308, what: '', state: 'logged' }] },
      { versions: 1.5 },
    ]
    for (const [index, data] of wrong.entries())
      await tells(snapshotOf(itemIri, { 'dwv:version': index + 2, 'dwv:state': 'offered', 'dwv:data': data }))
    const step = { id: mallory.newIri('steps'), 'dwv:move': 'talk', 'dwv:maker': 'author', 'dwv:outcome': 'done' }
    const steps = [{ ...step, published: now, 'dwv:version': 3e9 }]
    await tells(snapshotOf(itemIri, { 'dwv:version': 20, 'dwv:state': 'in_talks', 'dwv:steps': steps }))
    expect(await heardAbout(itemIri)).toMatchObject({ state: 'invited', version: 1 })
    expect(home.log.filter((line) => line.includes('a job failed'))).toEqual([])
  })

  test('keeps nothing here for ever by a moment that is yet to come', async () => {
    const itemIri = proposal()['id'] as string
    await tells(snapshotOf(itemIri, { 'dwv:state': 'declined', updated: '9999-01-01T00:00:00Z' }))
    const row = await heardAbout(itemIri)
    expect(row?.state).toBe('declined')
    expect((row?.moved ?? '9') <= network.clock.now()).toBe(true)
  })

  test('says nothing about responses to the items of others', async () => {
    const contentId = await annas()
    const itemIri = home.app.urls.object(contentId)
    const before = await responses()
    await tells(snapshotOf(itemIri, { id: `${peer.origin}/r/1`, 'dwv:state': 'invited' }))
    const eve = peer.actor('eve')
    const other = proposal()['id'] as string
    await tells(snapshotOf(other, {}))
    const known = await heardAbout(other)
    const forged = snapshotOf(other, { attributedTo: eve.iri, 'dwv:version': 2, 'dwv:state': 'declined' })
    await eve.send(inbox, eve.activity('Update', { object: forged, to: [iriOfAnna()] }))
    await eve.send(inbox, eve.activity('Invite', { object: other, target: iriOfAnna(), 'dwv:response': forged }))
    await network.settle()
    expect(await heardAbout(other)).toEqual(known)
    expect((await responses()).filter((row) => row.contentId === contentId)).toEqual([])
    expect(await responses()).toHaveLength(before.length + 1)
  })

  test('cannot take back or go on with the offer of somebody else of the same server', async () => {
    const contentId = await annas()
    const itemIri = home.app.urls.object(contentId)
    const offer = mallory.activity('Offer', {
      object: { type: 'Agreement' },
      to: [iriOfAnna()],
      'dwv:step': stepAbout(itemIri, { 'dwv:move': 'apply', 'dwv:payload': { motivation: 'Graag' } }),
    })
    expect((await mallory.send(inbox, offer)).status).toBe(202)
    await network.settle()
    const row = (await responses()).find((one) => one.contentId === contentId)
    expect(row?.state).toBe('interested')
    const eve = peer.actor('eve')
    const object = { id: offer['id'], type: 'Offer', actor: mallory.iri }
    await eve.send(inbox, eve.activity('Undo', { object, to: [iriOfAnna()] }))
    const step = stepAbout(itemIri, { 'dwv:move': 'withdraw' })
    await eve.send(inbox, eve.activity('Undo', { object, to: [iriOfAnna()], 'dwv:step': step }))
    await eve.send(inbox, eve.activity('Create', { object: step, to: [iriOfAnna()] }))
    for (const maker of ['author', 'clock'])
      await says(stepAbout(itemIri, { 'dwv:move': 'talk', 'dwv:maker': maker, 'dwv:payload': {} }))
    await says(stepAbout(itemIri, { 'dwv:move': 'offer', 'dwv:payload': { hours: 1 } }))
    await network.settle()
    expect((await responses()).find((one) => one.contentId === contentId)).toMatchObject({
      state: 'interested',
      version: 1,
    })
    const seen = await eve.get(String(row?.iri))
    expect(seen.status).toBe(404)
    expect((await mallory.get(String(row?.iri))).status).toBe(200)
  })
})

describe('one who adds and adds', () => {
  test('what the other plein could not read any more is refused; going on is still possible', async () => {
    const network = await startNetwork(['Gemeente'])
    try {
      const home = network.server('Gemeente')
      for (const name of ['Anna', 'Bob']) await home.person(name)
      const as = async (name: string) => home.app.ctx(await home.viewer(name))
      const [anna, bob] = [await as('anna'), await as('bob')]
      const contentId = await createContent(anna, {
        kind: 'klus',
        title: 'Klus',
        body: 'x'.repeat(100_000),
        audience: 'public',
        data: klusExample,
      })
      const id = await beginResponse(bob, { contentId }, { move: 'apply', payload: { motivation: 'Graag' } })
      await makeMove(anna, id, { move: 'offer', payload: { hours: 8 } })
      await makeMove(bob, id, { move: 'sign', payload: { version: 1 } })
      await decideAsManager(home.app.ctx(), id, { move: 'consent', payload: { version: 1 } })
      await expect(makeMove(anna, id, { move: 'amend', payload: { hours: 9 } })).rejects.toMatchObject({
        code: 'response.tooMuch',
      })
      await makeMove(bob, id, { move: 'start', payload: {} })
      expect((await getCaseOf(home.app.ctx(), id)).response.state).toBe('running')
    } finally {
      await network.close()
    }
  })
})
