// `npm run bench`: starts what it needs, warms up, measures, prints one table, and leaves nothing behind.
// -- [--quick] [--row inbound,groupPage] [--only sqlite|postgres] [--profile <folder>] [--port 24200]
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Cluster, startCluster } from '../kit/postgres-cluster.ts'
import { formatTable, type Row } from './measure.ts'
import { first, last, main, type Measure } from './rows/index.ts'
import { openStage, type Stage, type StageOptions } from './stage.ts'

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    row: { type: 'string' },
    only: { type: 'string' },
    profile: { type: 'string' },
    port: { type: 'string', default: '24200' },
  },
})
const FOLDER = `${process.cwd()}/scratch/bench-${process.pid}`
const SCHEMAS = ['bench', 'gemeente', 'waterschap']
const port = Number(options.port)
const wanted = options.row?.split(',')
const scale = options.quick
  ? { sizes: { first: 1000, main: 10_000, last: 20_000 }, creates: 1000 }
  : { sizes: { first: 1000, main: 100_000, last: 1_000_000 }, creates: 3000 }

const rows: Row[] = []
/** What is to be stopped, the last first. */
const ends: (() => Promise<void>)[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)))
}
try {
  if (options.only !== 'postgres') await play({ label: 'SQLite', folder: `${FOLDER}/sqlite`, port, ...scale })
  if (options.only !== 'sqlite') await onPostgres()
  process.stdout.write(`\n${formatTable(rows)}\n`)
} finally {
  await cleanUp()
}

async function cleanUp(): Promise<void> {
  for (const end of ends.splice(0).toReversed()) await end().catch(() => undefined)
  rmSync(FOLDER, { recursive: true, force: true })
}

async function onPostgres(): Promise<void> {
  const cluster = await startCluster()
  ends.push(() => cluster.stop())
  await makeSchemas(cluster)
  const postgres = (schema: string) => (schema === 'public' ? cluster.url : `${cluster.url}?schema=${schema}`)
  await play({ label: 'PostgreSQL', folder: `${FOLDER}/postgres`, port: port + 10, ...scale, postgres })
}

async function makeSchemas(cluster: Cluster): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url })
  await client.connect()
  for (const schema of SCHEMAS) await client.query(`create schema ${schema}`)
  await client.end()
}

async function play(how: StageOptions): Promise<void> {
  const stage = await openStage({ ...how, profile: options.profile })
  ends.push(() => stage.close())
  await playAll(stage, first)
  await stage.grow()
  await playAll(stage, main)
  await playAll(stage, last)
  await ends.pop()?.()
}

async function playAll(stage: Stage, measures: Readonly<Record<string, Measure>>): Promise<void> {
  for (const [name, measure] of Object.entries(measures)) {
    if (wanted && !wanted.includes(name)) continue
    try {
      const found = [await measure(stage)].flat()
      rows.push(...found)
      for (const { database, row, measured } of found) process.stdout.write(`${database}: ${row}: ${measured}\n`)
    } catch (error) {
      process.stderr.write(`${stage.label}: ${name} failed: ${String(error)}\n`)
      process.exitCode = 1
    }
  }
}
