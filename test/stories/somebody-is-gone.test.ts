// Somebody elsewhere ends his account: what he wrote here is gone with him, what others answered stays.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Peer, type PeerActor, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { webfinger } from './wire.ts'

let plein: TestServer
let peer: Peer
let joost: PeerActor
let anna: Person
let group: string

beforeAll(async () => {
  plein = await startServer()
  peer = await startPeer()
  joost = peer.actor('joost')
  anna = await plein.person('Anna')
  group = await anna.startsGroup('Omgevingswet')
})
afterAll(async () => {
  await peer?.close()
  await plein?.close()
})

test('his posts, answers and likes go; his name stands nowhere any more', async () => {
  const groupIri = await webfinger(plein, group)
  const inbox = `${plein.origin}/inbox`
  await joost.send(inbox, joost.follow(groupIri))
  const item = await anna.posts({ group, title: 'Wie helpt?', body: 'Een vraag.' })
  const iri = `${plein.origin}/ap/objects/${item.split('/').at(-1)}`
  await plein.app.drain()
  const own = joost.note('<p>Een eigen verhaal</p>', {
    type: 'Article',
    name: 'Verhaal van Joost',
    audience: groupIri,
    cc: [groupIri],
  })
  const answer = joost.note('<p>Ik help je</p>', { inReplyTo: iri })
  await joost.send(inbox, joost.create(own))
  await joost.send(inbox, joost.create(answer))
  await joost.send(inbox, joost.activity('Like', { object: iri }))
  await plein.app.drain()
  expect(await anna.sees(`/g/${group}`, 'Verhaal van Joost')).toBe(true)
  const path = (await anna.visits(item)).find(({ attribs }) => /[?&]reply=/.test(attribs['href'] ?? ''))[0]?.attribs[
    'href'
  ] as string
  await anna.submits(path, { action: /\/comment$/ }, { body: 'Dank je wel' })
  await plein.app.drain()
  const before = await anna.visits(item)
  expect(before.text).toContain('Ik help je')

  const gone = joost.activity('Delete', { object: joost.iri, to: ['https://www.w3.org/ns/activitystreams#Public'] })
  peer.documents.set(new URL(joost.iri).pathname, (_request, response) => void response.writeHead(410).end())
  expect((await joost.send(inbox, gone)).status).toBe(202)
  await plein.app.drain()

  expect(await anna.sees(`/g/${group}`, 'Verhaal van Joost')).toBe(false)
  const after = await anna.visits(item)
  expect(after.text).not.toContain('Ik help je')
  expect(after.text).not.toContain('joost')
  expect(after.text).toContain('Dank je wel')
  const { db } = plein.app.ctx()
  expect(await db.selectFrom('reaction').selectAll().execute()).toEqual([])
  const counts = await db
    .selectFrom('content')
    .select(['likeCount', 'commentCount'])
    .where('iri', '=', iri)
    .executeTakeFirst()
  expect(counts).toEqual({ likeCount: 0, commentCount: 1 })
  expect(plein.log).toEqual([])
})
