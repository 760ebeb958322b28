// What the rows play on: a plein as a process with a full database, and the floor beside it.
import { type ChildProcess, spawn } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../src/platform/db/database.ts'
import { Person } from '../kit/person.ts'
import { type Peer, type PeerActor, startPeer } from '../kit/peer/peer.ts'
import { fillVolume, growVolume, type Volume, type VolumeInput } from '../kit/volume.ts'
import { Plein } from '../kill/plein.ts'
import { cpuOf } from './measure.ts'

export interface Stage {
  readonly label: 'SQLite' | 'PostgreSQL'
  readonly folder: string
  /** The first of ten. */
  readonly port: number
  readonly plein: Plein
  readonly pid: () => number
  /** Milliseconds of CPU that the plein has used. */
  readonly cpu: () => number
  readonly database: OpenDatabase
  readonly input: VolumeInput
  readonly volume: Volume
  readonly sizes: { readonly first: number; readonly main: number; readonly last: number }
  /** In the database now. */
  posts: number
  /** CPU of the group page with the first posts. */
  atStart: number | undefined
  /** Activities that are measured coming in. */
  readonly creates: number
  readonly person: Person
  readonly peer: Peer
  readonly sender: PeerActor
  readonly floor: { readonly origin: string; readonly pid: number }
  /** Database of one more plein; undefined: SQLite below the folder. */
  readonly secondUrl: (name: string) => string | undefined
  /** Adds posts up to the main size. */
  grow(): Promise<void>
  /** PostgreSQL looks again at how its tables are filled, as it does by itself once a minute. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  readonly label: Stage['label']
  readonly folder: string
  readonly port: number
  readonly sizes: Stage['sizes']
  readonly creates: number
  /** Addresses by schema; absent: SQLite. */
  readonly postgres?: (schema: string) => string
  /** Folder for a CPU profile of the plein, written when it stops. */
  readonly profile?: string | undefined
}

export const PASSWORD = 'correct-paard-batterij-nietje'
const EMAIL = 'bench@example.nl'

export async function openStage(options: StageOptions): Promise<Stage> {
  const { label, folder, port, postgres, sizes } = options
  mkdirSync(folder, { recursive: true })
  const plein = await setUp(options)
  const database = openDatabase(plein.databaseUrl)
  const host = new URL(plein.origin).host
  const input = { host, people: 200, groups: 20, posts: sizes.first, threadComments: 400 }
  const volume = await fillVolume(database, input)
  await plein.start()
  const person = new Person(plein.origin, { name: 'Bench', handle: 'bench', email: EMAIL, password: PASSWORD })
  await person.signsIn()
  const peer = await startPeer()
  const sender = peer.actor('ann')
  const floor = await startFloor(options, sender)
  const pid = () => plein.pid as number
  const stage: Stage = {
    label,
    folder,
    port,
    plein,
    pid,
    database,
    input,
    volume,
    sizes,
    person,
    peer,
    sender,
    cpu: () => cpuOf(pid()),
    creates: options.creates,
    posts: sizes.first,
    atStart: undefined,
    floor: {
      origin: `http://127.0.0.1:${port + 1}`,
      pid: floor.pid as number,
    },
    secondUrl: (name) => postgres?.(name),
    async grow() {
      await growVolume(
        database,
        {
          ...input,
          posts: sizes.main,
        },
        stage.posts,
      )
      stage.posts = sizes.main
    },
    async settle() {
      if (database.dialect === 'postgres') await sql`analyze`.execute(database.db)
    },
    async close() {
      floor.kill('SIGTERM')
      await plein.stop()
      await peer.close()
      await database.close()
    },
  }
  return stage
}

async function setUp({ folder, port, postgres, profile }: StageOptions): Promise<Plein> {
  const { nodeOptions, env } = asStarted()
  const plein = new Plein({
    name: 'bench',
    port,
    folder,
    ...(postgres ? { databaseUrl: postgres('bench') } : {}),
    env,
    nodeOptions: [...nodeOptions, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
  })
  const who = ['--handle', 'bench', '--name', 'Bench', '--email', EMAIL, '--password', PASSWORD]
  await plein.cli('setup', '--organisation', 'Bench', ...who)
  return plein
}

/** What `npm start` gives to node: its options, and variables of the environment. */
export function asStarted(): {
  readonly nodeOptions: readonly string[]
  readonly env: Readonly<Record<string, string>>
} {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  const words = scripts.start.split(' ')
  const env = words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=') as [string, string])
  return { nodeOptions: words.filter((word) => word.startsWith('--')), env: Object.fromEntries(env) }
}

async function startFloor({ folder, port, postgres }: StageOptions, { keys }: PeerActor): Promise<ChildProcess> {
  const keyFile = `${folder}/keys.json`
  const ed25519 = createPublicKey(keys.ed25519).export({ type: 'spki', format: 'pem' }).toString()
  writeFileSync(keyFile, JSON.stringify({ rsa: keys.rsaPem, ed25519 }))
  const databaseUrl = postgres?.('public') ?? `sqlite:${folder}/floor.sqlite`
  const child = spawn(process.execPath, ['test/bench/floor.ts', String(port + 1), databaseUrl, keyFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready())
    child.once('exit', () => failed(new Error('the floor does not start')))
  })
  return child
}
