// The rows of the benchmark: each measures a plein and the floor beside it, in the same run.
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuOf, type Load, loadGet, memoryOf, ms, type Row } from './measure.ts'
import { forFloor, postAll, type Prepared } from './posting.ts'
import type { Stage } from './stage.ts'

type Measure = (stage: Stage) => Promise<Row>

const CREATES = 3000

/** A comment of another server, from POST to stored and visible. */
export const inbound: Measure = async (stage) => {
  const { plein, sender, database, volume, label } = stage
  const root = await database.db
    .selectFrom('content')
    .select('iri')
    .where('id', '=', volume.thread)
    .executeTakeFirstOrThrow()
  const prepared = (count: number): Prepared[] =>
    Array.from({ length: count }, (_, index) => {
      const note = sender.note(`<p>Antwoord nummer ${index}: dat doen wij sinds dit voorjaar ook zo.</p>`, {
        inReplyTo: root.iri,
      })
      const body = JSON.stringify(sender.create(note))
      const url = `${plein.origin}/inbox`
      return {
        url,
        body,
        headers: { 'content-type': 'application/activity+json', ...sender.signed('POST', url, body) },
      }
    })
  const stored = async () =>
    Number(
      (
        await database.db
          .selectFrom('comment')
          .select((eb) => eb.fn.countAll().as('count'))
          .where('local', '=', 0)
          .executeTakeFirstOrThrow()
      ).count,
    )
  const all = async (count: number) => {
    for (let tries = 0; (await stored()) < count; tries++) {
      if (tries > 1200) throw new Error(`only ${await stored()} of ${count} comments arrived`)
      await sleep(50)
    }
  }
  const warm = prepared(300)
  await postAll(warm, 20)
  await all(warm.length)
  const batch = prepared(CREATES)
  const [cpuBefore, start] = [cpuOf(stage.pid()), performance.now()]
  await postAll(batch, 20)
  await all(warm.length + CREATES)
  const [cpu, wall] = [(cpuOf(stage.pid()) - cpuBefore) / CREATES, performance.now() - start]
  const floor = await floorIn(stage, batch)
  const perSecond = (CREATES / wall) * 1000
  const ratio = cpu / floor
  return {
    row: 'inbound Create, HTTP signature',
    database: label,
    measured: `${ms(cpu)} CPU, ${perSecond.toFixed(0)}/s`,
    floor: ms(floor),
    ratio,
    target: '≤ 4 ×, ≥ 600/s',
    met: ratio <= 4 && perSecond >= 600,
  }
}

async function floorIn({ floor, sender }: Stage, batch: readonly Prepared[]): Promise<number> {
  const prepared = forFloor(batch, `${floor.origin}/inbox`, sender.keys.rsa)
  await postAll(prepared.slice(0, 300), 20)
  const before = cpuOf(floor.pid)
  await postAll(prepared.slice(300), 20)
  return (cpuOf(floor.pid) - before) / (prepared.length - 300)
}

async function sizeOf(url: string, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return (await answer.arrayBuffer()).byteLength
}

async function pageAndFloor(
  stage: Stage,
  url: string,
  headers: Record<string, string>,
): Promise<{ page: Load; floor: Load }> {
  const size = await sizeOf(url, headers)
  const page = await loadGet(stage.pid(), url, { headers })
  const floor = await loadGet(stage.floor.pid, `${stage.floor.origin}/page?size=${size}`)
  return { page, floor }
}

async function groupUrl({ database, volume, plein }: Stage): Promise<string> {
  const [id] = volume.groups
  const group = await database.db
    .selectFrom('actor')
    .select('handle')
    .where('id', '=', id as never)
    .executeTakeFirstOrThrow()
  return `${plein.origin}/g/${group.handle}`
}

export const groupPage: Measure = async (stage) => {
  const { page, floor } = await pageAndFloor(stage, await groupUrl(stage), {
    cookie: stage.person.cookie,
    accept: 'text/html',
  })
  const perCore = 1000 / page.cpu
  return {
    row: 'group page, signed in',
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${perCore.toFixed(0)}/s per core, p95 ${ms(page.p95)}`,
    floor: ms(floor.cpu),
    ratio: page.cpu / floor.cpu,
    target: '≥ 300/s per core, p95 ≤ 15 ms',
    met: perCore >= 300 && page.p95 <= 15,
  }
}

export const publicPage: Measure = async (stage) => {
  const { page, floor } = await pageAndFloor(stage, await groupUrl(stage), { accept: 'text/html' })
  const ratio = page.cpu / floor.cpu
  return {
    row: 'group page, public',
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${page.perSecond.toFixed(0)}/s`,
    floor: ms(floor.cpu),
    ratio,
    target: '≤ 1.5 ×',
    met: ratio <= 1.5,
  }
}

export const threadPage: Measure = async (stage) => {
  const url = `${stage.plein.origin}/item/${stage.volume.thread}`
  const page = await loadGet(stage.pid(), url, { headers: { cookie: stage.person.cookie, accept: 'text/html' } })
  const perCore = 1000 / page.cpu
  return {
    row: 'thread page, 400 comments',
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${perCore.toFixed(0)}/s per core`,
    target: '≥ 60/s per core',
    met: perCore >= 60,
  }
}

export const actorDocument: Measure = async (stage) => {
  const [id] = stage.volume.groups
  const url = `${stage.plein.origin}/ap/actors/${id}`
  const { page, floor } = await pageAndFloor(stage, url, { accept: 'application/activity+json' })
  const ratio = page.cpu / floor.cpu
  return {
    row: 'actor document, cached',
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${page.perSecond.toFixed(0)}/s`,
    floor: ms(floor.cpu),
    ratio,
    target: '≤ 2 ×',
    met: ratio <= 2,
  }
}

export const startAndMemory: Measure = async (stage) => {
  const memory = memoryOf(stage.pid())
  return {
    row: 'start; memory after the load',
    database: stage.label,
    measured: `${ms(stage.started)}, ${memory.toFixed(0)} MB`,
    target: '≤ 2 s, ≤ 200 MB',
    met: stage.started <= 2000 && memory <= 200,
  }
}

export const allRows: readonly Measure[] = [actorDocument, groupPage, publicPage, threadPage, inbound, startAndMemory]
