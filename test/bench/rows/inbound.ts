// What another server says, from POST to stored and visible, with all that listeners do about it.
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuOf, ms, type Row } from '../measure.ts'
import { postAll, postFloor, type Prepared } from '../posting.ts'
import { HELD, holdFollowUps } from '../follow-ups.ts'
import type { Stage } from '../stage.ts'
import { fillFollows } from '../remote.ts'
import { newId, type ActorId } from '../../../src/lib/id.ts'
import { PUBLIC } from '../../kit/peer/peer.ts'

const AT_ONCE = 20
const MAX_LOOKS = 2400
/** Until the code that runs is compiled, on both sides. */
const WARM = 1500

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

/**
 * Twice: with all that follows from it, which gives how many a second; and up to the moment that it is visible, with
 * what follows held back, which is what the floor is compared with.
 */
async function measured(stage: Stage, { row, proof, prepare }: Arrivals): Promise<Row> {
  const warm = await prepare(WARM)
  await received(stage, warm)
  await stage.settle()
  const whole = await received(stage, await prepare(stage.creates))
  const letGo = await holdFollowUps(stage.database)
  const batch = await prepare(stage.creates)
  const visible = await received(stage, batch)
  const floor = await floorOf(stage, { warm, batch }, proof)
  await letGo()
  await untilDone(stage, ['inbox', 'events'])
  const ratio = visible.cpu / floor
  const perSecond = whole.perSecond.toFixed(0)
  return {
    row,
    database: stage.label,
    measured: `${ms(visible.cpu)} CPU until visible, ${ms(whole.cpu)} with all that follows, ${perSecond}/s`,
    floor: ms(floor),
    ratio,
    target: proof ? '≤ 4 ×' : '≤ 4 ×, ≥ 600/s',
    met: ratio <= 4 && (proof || whole.perSecond >= 600),
  }
}

/** Posts all, and waits until they are stored and nothing is left to be done. CPU for one, in milliseconds. */
async function received(stage: Stage, batch: readonly Prepared[]): Promise<{ cpu: number; perSecond: number }> {
  const stored = (await countStored(stage)) + batch.length
  const [cpu, start] = [stage.cpu(), performance.now()]
  await postAll(batch, AT_ONCE)
  await untilStored(stage, stored)
  const millis = performance.now() - start
  await untilDone(stage, ['inbox', 'events'])
  return { cpu: (stage.cpu() - cpu) / batch.length, perSecond: (batch.length / millis) * 1000 }
}

interface Posts {
  readonly warm: readonly Prepared[]
  readonly batch: readonly Prepared[]
}

async function floorOf({ floor, sender }: Stage, { warm, batch }: Posts, proof: boolean): Promise<number> {
  const keys = { rsa: sender.keys.rsa, ed25519: proof ? sender.keys.ed25519 : undefined }
  const url = `${floor.origin}/inbox`
  await postAll(postFloor(warm, url, keys), AT_ONCE)
  const prepared = postFloor(batch, url, keys)
  const before = cpuOf(floor.pid)
  await postAll(prepared, AT_ONCE)
  return (cpuOf(floor.pid) - before) / prepared.length
}

async function countStored({ database }: Stage): Promise<number> {
  const row = await database.db
    .selectFrom('comment')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('local', '=', 0)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Everything that was accepted is stored. @throws Error when something of it is not */
async function untilStored(stage: Stage, count: number): Promise<void> {
  await untilDone(stage, ['inbox'])
  const stored = await countStored(stage)
  if (stored < count) throw new Error(`only ${stored} of ${count} comments arrived`)
}

/** Nothing waits in these queues, as far as it is not held back. */
async function untilDone({ database }: Stage, queues: readonly string[]): Promise<void> {
  const waiting = database.db
    .selectFrom('job')
    .select('id')
    .where('queue', 'in', queues)
    .where('runAt', '<', HELD)
    .where('dead', 'is', null)
    .limit(1)
  for (let tries = 0; await waiting.executeTakeFirst(); tries++) {
    if (tries > MAX_LOOKS) throw new Error(`after ${MAX_LOOKS} looks there is still work in ${queues.join(', ')}`)
    await sleep(50)
  }
}
