// What another server says, from POST to stored and visible, with all that listeners do about it.
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuOf, ms, type Row } from '../measure.ts'
import { postAll, postFloor, type Prepared } from '../posting.ts'
import type { Stage } from '../stage.ts'
import { fillFollows } from '../remote.ts'
import { newId, type ActorId } from '../../../src/lib/id.ts'
import { PUBLIC } from '../../kit/peer/peer.ts'

const AT_ONCE = 20
const WARM = 400

interface Arrivals {
  readonly row: string
  /** The floor verifies a proof as well. */
  readonly proof: boolean
  prepare(count: number): Promise<Prepared[]>
}

/** A comment of another server under one of a hundred items of a group here. */
export async function inbound(stage: Stage): Promise<Row> {
  const { sender, plein, database, volume } = stage
  const items = await database.db
    .selectFrom('content')
    .select('iri')
    .where('groupId', '=', volume.groups[0] as ActorId)
    .where('audience', '=', 'public')
    .where('local', '=', 1)
    .orderBy('id')
    .limit(100)
    .offset(50)
    .execute()
  const url = `${plein.origin}/inbox`
  async function prepare(count: number): Promise<Prepared[]> {
    return Array.from({ length: count }, (_, index) => {
      const inReplyTo = items[index % items.length]?.iri
      const note = sender.note(`<p>Antwoord nummer ${index}: dat doen wij sinds dit voorjaar ook zo.</p>`, {
        inReplyTo,
      })
      return signedPost(sender, url, sender.create(note))
    })
  }
  return measured(stage, { row: 'inbound Create, HTTP signature', proof: false, prepare })
}

/** The same with a proof, wrapped by a group of another server that somebody here follows. */
export async function inboundWrapped(stage: Stage): Promise<Row> {
  const { sender, peer, plein } = stage
  const group = peer.actor(`groep-${newId().slice(-8)}`, { type: 'Group' })
  const url = `${plein.origin}/inbox`
  const post = (activity: object) => postAll([signedPost(group, url, activity)], 1)
  // A first word of the group makes it known here; then somebody follows it.
  await post(group.activity('Like', { object: `${plein.origin}/nothing` }))
  await fillFollows(stage, group.iri)
  const about = { audience: group.iri, to: [PUBLIC, group.iri] }
  const thread = sender.note('<p>Wie heeft hier ervaring mee?</p>', about)
  await post(wrapped(sender.prove(sender.create(thread))))

  function wrapped(inner: object): object {
    return group.activity('Announce', { object: inner, to: [PUBLIC], cc: [`${group.iri}/followers`] })
  }
  async function prepare(count: number): Promise<Prepared[]> {
    return Array.from({ length: count }, (_, index) => {
      const text = `<p>Antwoord nummer ${index}: dat doen wij sinds dit voorjaar ook zo.</p>`
      const note = sender.note(text, { ...about, inReplyTo: thread['id'] })
      return signedPost(group, url, wrapped(sender.prove(sender.create(note))))
    })
  }
  return measured(stage, { row: 'the same, with a proof, in an Announce', proof: true, prepare })
}

function signedPost(by: Stage['sender'], url: string, activity: object): Prepared {
  const body = JSON.stringify(activity)
  return { url, body, headers: { 'content-type': 'application/activity+json', ...by.signed('POST', url, body) } }
}

async function measured(stage: Stage, { row, proof, prepare }: Arrivals): Promise<Row> {
  const before = await countStored(stage)
  await postAll(await prepare(WARM), AT_ONCE)
  await untilStored(stage, before + WARM)
  await untilQuiet(stage)
  const batch = await prepare(stage.creates)
  const [cpuBefore, start] = [stage.cpu(), performance.now()]
  await postAll(batch, AT_ONCE)
  await untilStored(stage, before + WARM + batch.length)
  const visible = performance.now() - start
  await untilQuiet(stage)
  const cpu = (stage.cpu() - cpuBefore) / batch.length
  const floor = await floorOf(stage, batch, proof)
  const perSecond = (batch.length / visible) * 1000
  return {
    row,
    database: stage.label,
    measured: `${ms(cpu)} CPU with all that follows, ${perSecond.toFixed(0)}/s visible`,
    floor: ms(floor),
    ratio: cpu / floor,
    target: proof ? '≤ 4 ×' : '≤ 4 ×, ≥ 600/s',
    met: cpu / floor <= 4 && (proof || perSecond >= 600),
  }
}

async function floorOf({ floor, sender }: Stage, batch: readonly Prepared[], proof: boolean): Promise<number> {
  const keys = { rsa: sender.keys.rsa, ed25519: proof ? sender.keys.ed25519 : undefined }
  const prepared = postFloor(batch, `${floor.origin}/inbox`, keys)
  await postAll(prepared.slice(0, WARM), AT_ONCE)
  const before = cpuOf(floor.pid)
  await postAll(prepared.slice(WARM), AT_ONCE)
  return (cpuOf(floor.pid) - before) / (prepared.length - WARM)
}

async function countStored({ database }: Stage): Promise<number> {
  const row = await database.db
    .selectFrom('comment')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('local', '=', 0)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

async function untilStored(stage: Stage, count: number): Promise<void> {
  for (let tries = 0; (await countStored(stage)) < count; tries++) {
    if (tries > 1200) throw new Error(`only ${await countStored(stage)} of ${count} comments arrived`)
    await sleep(50)
  }
}

/** Nothing is left to be done about what came in. */
async function untilQuiet({ database }: Stage): Promise<void> {
  const waiting = database.db.selectFrom('job').select('id').where('queue', 'in', ['inbox', 'events']).limit(1)
  while (await waiting.where('dead', 'is', null).executeTakeFirst()) await sleep(50)
}
