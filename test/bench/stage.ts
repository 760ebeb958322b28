// What the rows play on: a plein as a process with a full database, and the floor beside it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type OpenDatabase, openDatabase } from '../../src/platform/db/database.ts'
import { Person } from '../kit/person.ts'
import { type Peer, type PeerActor, startPeer } from '../kit/peer/peer.ts'
import { fillVolume, type Volume } from '../kit/volume.ts'
import { Plein } from '../kill/plein.ts'

export interface Stage {
  readonly label: 'SQLite' | 'PostgreSQL'
  readonly plein: Plein
  readonly pid: () => number
  readonly database: OpenDatabase
  readonly volume: Volume
  readonly person: Person
  readonly peer: Peer
  readonly sender: PeerActor
  readonly floor: { readonly origin: string; readonly pid: number }
  /** Milliseconds from starting the process to the first page. */
  readonly started: number
  close(): Promise<void>
}

const PASSWORD = 'correct-paard-batterij-nietje'

export async function openStage(options: {
  label: Stage['label']
  folder: string
  port: number
  posts: number
  /** Of the plein and of the floor; absent: SQLite. */
  postgres?: { plein: string; floor: string }
  /** Folder for a CPU profile of the plein, written when it stops. */
  profile?: string
}): Promise<Stage> {
  const { label, folder, port, postgres, profile } = options
  mkdirSync(folder, { recursive: true })
  const plein = new Plein({
    name: 'bench',
    port,
    folder,
    ...(postgres ? { databaseUrl: postgres.plein } : {}),
    ...(profile ? { nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${profile}`] } : {}),
  })
  const email = 'bench@example.nl'
  await plein.cli(
    'setup',
    '--organisation',
    'Bench',
    '--handle',
    'bench',
    '--name',
    'Bench',
    '--email',
    email,
    '--password',
    PASSWORD,
  )
  const database = openDatabase(plein.databaseUrl)
  const host = new URL(plein.origin).host
  const volume = await fillVolume(database, {
    host,
    people: 200,
    groups: 20,
    posts: options.posts,
    threadComments: 400,
  })
  const before = performance.now()
  await plein.start()
  const started = performance.now() - before
  const person = new Person(plein.origin, { name: 'Bench', handle: 'bench', email, password: PASSWORD })
  await person.signsIn()
  const peer = await startPeer()
  const sender = peer.actor('ann')
  const floor = await startFloor({
    port: port + 1,
    databaseUrl: postgres?.floor ?? `sqlite:${folder}/floor.sqlite`,
    folder,
    key: sender.keys.rsaPem,
  })
  return {
    label,
    plein,
    pid: () => plein.pid as number,
    database,
    volume,
    person,
    peer,
    sender,
    floor: { origin: `http://127.0.0.1:${port + 1}`, pid: floor.pid as number },
    started,
    async close() {
      floor.kill('SIGTERM')
      await plein.stop()
      await peer.close()
      await database.close()
    },
  }
}

async function startFloor(options: {
  port: number
  databaseUrl: string
  folder: string
  key: string
}): Promise<ChildProcess> {
  const keyFile = `${options.folder}/key.pem`
  writeFileSync(keyFile, options.key)
  const child = spawn(process.execPath, ['test/bench/floor.ts', String(options.port), options.databaseUrl, keyFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready())
    child.once('exit', () => failed(new Error('the floor does not start')))
  })
  return child
}
