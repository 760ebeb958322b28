// `npm run bench -- [--posts 100000] [--only sqlite|postgres]`: starts what it needs, warms up, measures, prints one table.
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startCluster } from '../kit/postgres-cluster.ts'
import { formatTable, type Row } from './measure.ts'
import { allRows } from './rows.ts'
import { openStage, type Stage } from './stage.ts'

const { values: options } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    only: { type: 'string' },
    port: { type: 'string', default: '24200' },
  },
})
const FOLDER = `${process.cwd()}/scratch/bench-${process.pid}`
const posts = Number(options.posts)
const port = Number(options.port)

const rows: Row[] = []
if (options.only !== 'postgres')
  await play(await openStage({ label: 'SQLite', folder: `${FOLDER}/sqlite`, port, posts }))
if (options.only !== 'sqlite') await onPostgres()
process.stdout.write(`\n${formatTable(rows)}\n`)
rmSync(FOLDER, { recursive: true, force: true })

async function onPostgres(): Promise<void> {
  const cluster = await startCluster()
  try {
    const client = new pg.Client({ connectionString: cluster.url })
    await client.connect()
    await client.query('create schema bench')
    await client.end()
    const postgres = { plein: `${cluster.url}?schema=bench`, floor: cluster.url }
    await play(await openStage({ label: 'PostgreSQL', folder: `${FOLDER}/postgres`, port: port + 10, posts, postgres }))
  } finally {
    await cluster.stop()
  }
}

async function play(stage: Stage): Promise<void> {
  try {
    for (const measure of allRows) {
      try {
        const row = await measure(stage)
        rows.push(row)
        process.stdout.write(`${row.database}: ${row.row}: ${row.measured}\n`)
      } catch (error) {
        process.stderr.write(`${stage.label}: ${measure.name || 'row'} failed: ${String(error)}\n`)
        process.exitCode = 1
      }
    }
  } finally {
    await stage.close()
  }
}
