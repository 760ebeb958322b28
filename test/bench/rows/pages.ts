// Pages and documents: the CPU of one answer beside that of an empty answer of the same size.
import type { ActorId } from '../../../src/lib/id.ts'
import { growVolume } from '../../kit/volume.ts'
import { type Load, loadGet, ms, type Row } from '../measure.ts'
import type { Stage } from '../stage.ts'

interface Measured {
  readonly page: Load
  readonly floor: Load
}

async function beside(stage: Stage, url: string, headers: Record<string, string>): Promise<Measured> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  const { byteLength: size } = await answer.arrayBuffer()
  const page = await loadGet(stage.pid(), url, { headers })
  const floor = await loadGet(stage.floor.pid, `${stage.floor.origin}/page?size=${size}`)
  return { page, floor }
}

async function groupUrl({ database, volume, plein }: Stage): Promise<string> {
  const [id] = volume.groups
  const group = await database.db
    .selectFrom('actor')
    .select('handle')
    .where('id', '=', id as ActorId)
    .executeTakeFirstOrThrow()
  return `${plein.origin}/g/${group.handle}`
}

function signedIn(stage: Stage): Record<string, string> {
  return { cookie: stage.person.cookie, accept: 'text/html' }
}

export async function groupPage(stage: Stage): Promise<Row> {
  const { page, floor } = await beside(stage, await groupUrl(stage), signedIn(stage))
  const perCore = 1000 / page.cpu
  return {
    row: `group page, signed in, ${stage.posts.toLocaleString('en')} posts`,
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${perCore.toFixed(0)}/s per core, p95 ${ms(page.p95)}`,
    floor: ms(floor.cpu),
    ratio: page.cpu / floor.cpu,
    target: '≥ 300/s per core, p95 ≤ 15 ms',
    met: perCore >= 300 && page.p95 <= 15,
  }
}

/** The same page with a thousand posts, before the stage grows. */
export async function smallGroupPage(stage: Stage): Promise<Row> {
  const row = await groupPage(stage)
  stage.atStart = (await loadGet(stage.pid(), await groupUrl(stage), { headers: signedIn(stage) })).cpu
  return row
}

/** Last of all: the same page when the stage has grown. */
export async function grownGroupPage(stage: Stage): Promise<Row> {
  await growVolume(stage.database, { ...stage.input, posts: stage.sizes.last }, stage.posts)
  stage.posts = stage.sizes.last
  const { page } = await beside(stage, await groupUrl(stage), signedIn(stage))
  const ratio = page.cpu / (stage.atStart ?? Number.NaN)
  return {
    row: `the same, ${stage.posts.toLocaleString('en')} posts beside ${stage.sizes.first.toLocaleString('en')}`,
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, p95 ${ms(page.p95)}`,
    floor: stage.atStart === undefined ? '–' : ms(stage.atStart),
    ratio,
    target: '≤ 1.3 ×',
    met: ratio <= 1.3,
  }
}

export async function publicPage(stage: Stage): Promise<Row> {
  const { page, floor } = await beside(stage, await groupUrl(stage), { accept: 'text/html' })
  return ratioRow(stage, { row: 'group page, public', page, floor, most: 1.5 })
}

export async function actorDocument(stage: Stage): Promise<Row> {
  const url = `${stage.plein.origin}/ap/actors/${stage.volume.groups[0]}`
  const { page, floor } = await beside(stage, url, { accept: 'application/activity+json' })
  return ratioRow(stage, { row: 'actor document, cached', page, floor, most: 2 })
}

function ratioRow(stage: Stage, { row, page, floor, most }: Measured & { row: string; most: number }): Row {
  const ratio = page.cpu / floor.cpu
  return {
    row,
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${page.perSecond.toFixed(0)}/s`,
    floor: ms(floor.cpu),
    ratio,
    target: `≤ ${most} ×`,
    met: ratio <= most,
  }
}

export async function threadPage(stage: Stage): Promise<Row> {
  const url = `${stage.plein.origin}/item/${stage.volume.thread}`
  const page = await loadGet(stage.pid(), url, { headers: signedIn(stage) })
  const perCore = 1000 / page.cpu
  return {
    row: 'thread of 400 comments, its first page of 50',
    database: stage.label,
    measured: `${ms(page.cpu)} CPU, ${perCore.toFixed(0)}/s per core`,
    target: '≥ 60/s per core',
    met: perCore >= 60,
  }
}
