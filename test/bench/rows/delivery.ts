// From an event to the last 2xx: a post in a group with a thousand inboxes on two hundred hosts.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ms, type Row } from '../measure.ts'
import { fillMembers } from '../remote.ts'
import type { Stage } from '../stage.ts'

const HOSTS = 200
const PER_HOST = 5
const INBOXES = HOSTS * PER_HOST
const ROUNDS = 2

export async function deliveryRsa(stage: Stage): Promise<Row> {
  return deliver(stage, { row: 'delivery to 1,000 inboxes, RSA', kind: 'rsa', most: 1.5 })
}

export async function deliveryEd25519(stage: Stage): Promise<Row> {
  return deliver(stage, { row: 'delivery to 1,000 inboxes, Ed25519', kind: 'ed25519', most: 2 })
}

async function deliver(
  stage: Stage,
  { row, kind, most }: { row: string; kind: 'rsa' | 'ed25519'; most: number },
): Promise<Row> {
  const port = stage.port + (kind === 'rsa' ? 5 : 6)
  const receiver = await startReceiver(port)
  try {
    const group = await stage.person.startsGroup(`Bezorging ${kind}`)
    await fillMembers(stage, { handle: group, port, hosts: HOSTS, perHost: PER_HOST })
    if (kind === 'ed25519') {
      await stage.database.transaction((tx) =>
        tx.updateTable('instance').set({ takesEd25519: 1 }).where('host', 'like', `%:${port}`).execute(),
      )
    }
    await round(stage, { port, group, count: INBOXES })
    const [cpuBefore, start] = [stage.cpu(), performance.now()]
    for (let at = 2; at < ROUNDS + 2; at++) await round(stage, { port, group, count: at * INBOXES })
    const wall = performance.now() - start
    const cpu = (stage.cpu() - cpuBefore) / (ROUNDS * INBOXES)
    const floor = await floorOf(port, kind)
    return {
      row,
      database: stage.label,
      measured: `${ms(cpu)} CPU for one, ${((ROUNDS * INBOXES * 1000) / wall).toFixed(0)}/s`,
      floor: ms(floor),
      ratio: cpu / floor,
      target: `≤ ${most} ×`,
      met: cpu / floor <= most,
    }
  } finally {
    receiver.kill('SIGTERM')
  }
}

/** One post, until all inboxes have it and it is written down that they do. */
async function round(stage: Stage, { port, group, count }: { port: number; group: string; count: number }) {
  await stage.person.posts({
    group,
    title: `Bezorgd ${count}`,
    body: 'Wij hebben de vergunningcheck opnieuw ingericht.',
  })
  const waiting = stage.database.db.selectFrom('delivery').select('id').where('state', '=', 'waiting').limit(1)
  for (let tries = 0; (await received(port)) < count || (await waiting.executeTakeFirst()); tries++) {
    if (tries > 1500) throw new Error(`only ${await received(port)} of ${count} deliveries arrived`)
    await sleep(20)
  }
}

async function received(port: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text())
}

async function startReceiver(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['test/bench/receiver.ts', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready) => child.stdout.once('data', () => ready()))
  return child
}

/** Milliseconds of CPU for one. */
async function floorOf(port: number, kind: string): Promise<number> {
  const args = ['test/bench/floor-out.ts', String(port), String(HOSTS), String(PER_HOST), kind]
  return Number((await promisify(execFile)(process.execPath, args)).stdout)
}
