// Somebody whose software knows FEP-0837 and nothing of us (written by hand, after the FEP alone) responds, and proposes.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createContent, findContentByIri, knownTo } from '../../../src/features/content/index.ts'
import { getHost, rememberHost } from '../../../src/features/instances/index.ts'
import { beginResponse, getCaseOf, makeMove } from '../../../src/features/responses/index.ts'
import type { ContentId, ResponseId } from '../../../src/lib/id.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../../kit/peer/peer.ts'
import type { Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { newMail } from '../wire.ts'

const CONTEXT = [
  'https://www.w3.org/ns/activitystreams',
  {
    vf: 'https://w3id.org/valueflows/ont/vf#',
    om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
    Proposal: 'vf:Proposal',
    Intent: 'vf:Intent',
    Agreement: 'vf:Agreement',
    Commitment: 'vf:Commitment',
    publishes: 'vf:publishes',
    purpose: 'vf:purpose',
    action: 'vf:action',
    stipulates: 'vf:stipulates',
    satisfies: 'vf:satisfies',
    resourceQuantity: 'vf:resourceQuantity',
    hasUnit: 'om2:hasUnit',
    hasNumericalValue: 'om2:hasNumericalValue',
  },
]
const hours = (number: number) => ({ hasUnit: 'hour', hasNumericalValue: String(number) })

describe('plain FEP-0837', () => {
  let plein: TestServer
  let peer: Peer
  let kim: PeerActor
  let lea: PeerActor
  let anna: Person
  let inbox: string

  beforeAll(async () => {
    plein = await startServer()
    peer = await startPeer({ software: 'mitra' })
    ;[kim, lea] = [peer.actor('kim'), peer.actor('lea')]
    anna = await plein.person('Anna')
    inbox = `${plein.origin}/inbox`
  })
  afterAll(async () => {
    await plein?.close()
    await peer?.close()
  })

  const annas = async () => plein.app.ctx(await plein.viewer('anna'))
  async function klus(places = 1): Promise<ContentId> {
    const closes = plein.app
      .ctx()
      .clock.in(30 * 86_400_000)
      .slice(0, 10)
    const data = { result: 'Een advies', expertise: ['participatie'], hoursTotal: 8, closes, places }
    const id = await createContent(await annas(), {
      kind: 'klus',
      title: 'Meelezen',
      body: 'Lees mee.',
      audience: 'public',
      data,
    })
    await plein.app.drain()
    return id
  }
  function offer(by: PeerActor, id: string, amount = 8): Json {
    const stipulates = {
      type: 'Commitment',
      satisfies: `${plein.app.urls.object(id)}#primary`,
      resourceQuantity: hours(amount),
    }
    const object = { type: 'Agreement', content: `Ik ben ${by.handle}`, stipulates }
    return { ...by.activity('Offer', { object, to: [plein.app.urls.actor('x')] }), '@context': CONTEXT }
  }
  async function arrives(by: PeerActor, activity: Json): Promise<void> {
    expect((await by.send(inbox, activity)).status).toBe(202)
    await plein.app.drain()
  }
  async function responses(contentId: string) {
    const { db } = plein.app.ctx()
    const rows = await db
      .selectFrom('response')
      .innerJoin('actor', 'actor.id', 'response.respondentId')
      .select(['response.id', 'response.state', 'actor.handle'])
      .where('contentId', '=', contentId as never)
      .orderBy('response.created')
      .execute()
    return rows
  }
  const act = async (id: ResponseId, move: string, payload: unknown) => {
    await makeMove(await annas(), id, { move, payload })
    await plein.app.drain()
  }

  test('responds, is accepted with the final agreement, and can fetch it; others cannot', async () => {
    const id = await klus()
    const proposal = (await kim.get(plein.app.urls.object(id))).json as Json
    expect(proposal).toMatchObject({
      type: 'Proposal',
      purpose: 'request',
      publishes: { id: `${plein.app.urls.object(id)}#primary`, resourceQuantity: hours(8) },
    })
    const mail = newMail(peer)
    mail()
    const offered = offer(kim, id)
    await arrives(kim, offered)
    // Once more: it is one response.
    await arrives(kim, offered)
    const [response] = await responses(id)
    expect(response).toMatchObject({ state: 'interested', handle: 'kim' })
    expect((await getCaseOf(plein.app.ctx(), response?.id as string)).response.data).toMatchObject({
      motivation: 'Ik ben kim',
    })
    // Before she agrees she reads that nobody's manager consents; on the form too.
    const nothingKnown = 'Er is geen toestemming van een leidinggevende van kim bekend'
    for (const path of ['', '/offer'])
      expect((await anna.visits(`/responses/${response?.id}${path}`)).text).toContain(nothingKnown)
    await act(response?.id as ResponseId, 'offer', { hours: 8 })
    const accept = mail()
      .map(({ activity }) => activity)
      .find((one) => one['type'] === 'Accept') as Json
    expect(accept).toMatchObject({
      object: offered['id'],
      actor: (await anna.visits('/')).status === 200 ? proposal['attributedTo'] : '',
      to: [kim.iri],
    })
    expect(accept['dwv:response']).toBeUndefined()
    const agreement = accept['result'] as Json & { stipulates: Json }
    expect(agreement).toMatchObject({
      type: 'Agreement',
      attributedTo: proposal['attributedTo'],
      stipulates: { type: 'Commitment', satisfies: `${plein.app.urls.object(id)}#primary`, resourceQuantity: hours(8) },
    })
    expect([typeof agreement['id'], typeof agreement.stipulates['id']]).toEqual(['string', 'string'])
    expect((await kim.get(String(agreement['id']))).json).toMatchObject({ id: agreement['id'] })
    expect(agreement['dwv:consent']).toBe('unknown')
    const paper = (await anna.visits(`/agreements/${response?.id}`)).text
    expect(paper).toMatch(/Niet getekend: kim \([^)]*\), De leidinggevende/)
    expect(paper).toContain('De andere handtekening is nu gecontroleerd en klopt')
    expect(paper).toContain('Geen toestemming van een leidinggevende bekend')
    expect(paper).not.toMatch(/Alle \d/)
    expect((await anna.visits(`/responses/${response?.id}`)).text).toContain('geen toestemming bekend')
    const stranger = await startPeer({ software: 'mitra' })
    const zoe = stranger.actor('zoe')
    for (const looker of [zoe, lea]) expect((await looker.get(String(agreement['id']))).status).toBe(404)
    expect((await kim.get(String(agreement['id']), { scheme: 'none' })).status).toBe(404)
    await stranger.close()
    expect((await kim.get(plein.app.urls.object(id))).json).toMatchObject({
      publishes: { availableQuantity: hours(0) },
    })
    // The place is gone: the next one reads so.
    const late = offer(lea, id)
    await arrives(lea, late)
    expect(mail().map(({ activity }) => [activity['type'], activity['object']])).toContainEqual(['Reject', late['id']])
    expect(await responses(id)).toHaveLength(1)
  })

  test('is refused with the reason; takes an offer back; offers another amount than was asked', async () => {
    const id = await klus(3)
    const mail = newMail(peer)
    mail()
    const [first, second] = [offer(kim, id), offer(lea, id)]
    await arrives(kim, first)
    await arrives(lea, second)
    const [ofKim, ofLea] = await responses(id)
    await act(ofKim?.id as ResponseId, 'reject', { reason: 'experience', words: 'Dank je wel' })
    const reject = mail()
      .map(({ activity }) => activity)
      .find((one) => one['type'] === 'Reject') as Json
    expect(reject).toMatchObject({ object: first['id'], to: [kim.iri] })
    expect(String(reject['content'])).toContain('Dank je wel')
    // Not hers to take back.
    await arrives(kim, kim.activity('Undo', { object: second['id'] }))
    expect((await responses(id))[1]?.state).toBe('interested')
    await arrives(lea, lea.activity('Undo', { object: { id: second['id'], type: 'Offer', actor: lea.iri } }))
    expect((await responses(id)).find((one) => one.id === ofLea?.id)?.state).toBe('withdrawn')
    const piet = peer.actor('piet')
    const wrong = offer(piet, id, 5)
    await arrives(piet, wrong)
    expect(mail().map(({ activity }) => [activity['type'], activity['object']])).toContainEqual(['Reject', wrong['id']])
    expect(await responses(id)).toHaveLength(2)
  })

  test('is nothing that a plein can say of itself to be held to less', async () => {
    const turncoat = await startPeer({ software: 'mitra' })
    const [mia, ole] = [turncoat.actor('mia'), turncoat.actor('ole')]
    // Once it spoke as we do, if only to be refused.
    const id = await klus(2)
    const itemIri = plein.app.urls.object(id)
    const step = { type: 'dwv:Step', 'dwv:item': itemIri, 'dwv:move': 'sign', 'dwv:payload': { version: 1 } }
    await arrives(
      ole,
      ole.activity('Create', { object: { id: ole.newIri('steps'), attributedTo: ole.iri, ...step }, to: [] }),
    )
    await arrives(mia, offer(mia, id))
    const [response] = await responses(id)
    expect((await anna.visits(`/responses/${response?.id}`)).text).not.toContain('geen toestemming')
    await act(response?.id as ResponseId, 'offer', { hours: 8 })
    const standing = async () => (await getCaseOf(plein.app.ctx(), response?.id as string)).response
    expect((await standing()).state).toBe('offered')
    // So does what its NodeInfo said once.
    const { db, clock } = plein.app.ctx()
    const says = (software: string) =>
      plein.app
        .ctx()
        .transaction((tx) => rememberHost(tx, 'plein.elders.example', { facts: { software }, now: clock.now() }))
    await says('Dwarsverband')
    const since = (await getHost(db, 'plein.elders.example'))?.spokeOurs
    await says('mitra')
    expect(since).toMatch(/^20/)
    expect(await getHost(db, 'plein.elders.example')).toMatchObject({ software: 'mitra', spokeOurs: since })
    await says('mitra')
    expect((await getHost(db, peer.host))?.spokeOurs).toBeNull()
    await turncoat.close()
  })

  async function proposes(title: string): Promise<{ id: ContentId; iri: string }> {
    const iri = kim.newIri('proposals')
    const proposal = {
      '@context': CONTEXT,
      id: iri,
      type: 'Proposal',
      purpose: 'request',
      attributedTo: kim.iri,
      name: title,
      content: '<p>Kom helpen</p>',
      to: [PUBLIC],
      published: plein.app.ctx().clock.now(),
      unitBased: false,
      publishes: { type: 'Intent', id: `${iri}#primary`, action: 'deliverService', resourceQuantity: hours(4) },
    }
    peer.documents.set(new URL(iri).pathname, proposal)
    await plein.app.drain()
    await arrives(kim, { ...kim.activity('Create', { object: proposal, to: [PUBLIC] }), '@context': CONTEXT })
    const content = await findContentByIri(knownTo(plein.app.ctx()), iri)
    if (!content) throw new Error('the proposal did not come')
    return { id: content.id, iri }
  }

  test('proposes: somebody here offers, and is accepted or refused by its author alone', async () => {
    const annaIri = plein.app.urls.actor(((await plein.viewer('anna')) as { personId: string }).personId)
    const known = await plein.app.tools.remote.actor(kim.iri)
    const { followPerson } = await import('../../../src/features/people/index.ts')
    await followPerson(await annas(), known?.id as never)
    await plein.app.drain()
    const follow = peer.inbox.map(({ activity }) => activity).find((one) => one['type'] === 'Follow')
    await arrives(kim, kim.activity('Accept', { object: follow }))
    const mail = newMail(peer)
    for (const [title, answer, state] of [
      [
        'Helpen',
        (object: unknown) =>
          kim.activity('Accept', {
            object,
            result: { type: 'Agreement', id: kim.newIri('agreements'), attributedTo: kim.iri },
          }),
        'agreed',
      ],
      ['Sjouwen', (object: unknown) => kim.activity('Reject', { object, content: 'Al vergeven' }), 'declined'],
    ] as const) {
      const item = await proposes(title)
      mail()
      const id = await beginResponse(
        await annas(),
        { contentId: item.id },
        { move: 'apply', payload: { motivation: 'Graag', hours: 4 } },
      )
      await plein.app.drain()
      const offers = mail()
        .map(({ activity }) => activity)
        .filter((one) => one['type'] === 'Offer')
      expect(offers).toHaveLength(1)
      const offered = offers[0] as Json
      expect(offered).toMatchObject({
        actor: annaIri,
        to: [kim.iri],
        object: {
          type: 'Agreement',
          content: 'Graag',
          stipulates: { satisfies: `${item.iri}#primary`, resourceQuantity: hours(4) },
        },
      })
      expect(Object.keys(offered).filter((key) => key.startsWith('dwv:'))).toEqual([])
      const stateOf = async () => (await getCaseOf(plein.app.ctx(), id)).response.state
      expect(await stateOf()).toBe('interested')
      // Somebody else's word counts for nothing.
      await arrives(lea, lea.activity('Accept', { object: offered['id'], result: { type: 'Agreement' } }))
      await arrives(lea, lea.activity('Reject', { object: offered['id'], content: 'nee' }))
      expect(await stateOf()).toBe('interested')
      const word = answer(offered['id'])
      await arrives(kim, word)
      await arrives(kim, word)
      expect(await stateOf()).toBe(state)
      expect((await anna.visits(`/responses/${id}`)).status).toBe(200)
    }
    const page = await anna.visits('/notifications')
    expect(page.text).toContain('Sjouwen')
  })
})
