// `npm run test:kill [-- --times 200] [--postgres-times 40] [--lives 2] [--postgres-lives 1] [--seed 1]`: kills two pleinen
// under load, and in every round of the lives of klussen, on SQLite and on PostgreSQL; says of each thing that must be true
// whether it is. 0 times, 0 lives: not on that database.
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startCluster } from '../kit/postgres-cluster.ts'
import { buildInto } from './build.ts'
import { chance, newSeed } from './chance.ts'
import type { Verdict } from './judge.ts'
import { matrix } from './klus/matrix.ts'
import { freshSchema, storm } from './storm.ts'

/** After so long something hangs. */
const MAX_MILLIS = 60 * 60_000

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    'postgres-times': { type: 'string', default: '40' },
    lives: { type: 'string', default: '2' },
    'postgres-lives': { type: 'string', default: '1' },
    seed: { type: 'string', default: String(newSeed()) },
  },
})
const folder = `${process.cwd()}/scratch/kill-${process.pid}`
const counts = { passed: 0, failed: 0 }
/** The build. */
let dist = ''

const giveUp = setTimeout(() => {
  tell(`not finished after ${MAX_MILLIS / 60_000} minutes`)
  counts.failed++
  end()
}, MAX_MILLIS)
giveUp.unref()

try {
  tell('building …')
  dist = await buildInto(folder)
  await on('SQLite, kills', 'times', (times) => storm({ times, folder: `${folder}/sqlite`, dist, say }))
  await on('SQLite, lives of klussen', 'lives', (lives) =>
    liveOften(lives, (life, random) => matrix({ folder: `${folder}/sqlite-klus-${life}`, dist, random, say })),
  )
  if (numberOf('postgres-times') + numberOf('postgres-lives') > 0) await onPostgres()
} catch (error) {
  tell(String(error instanceof Error ? error.stack : error))
  counts.failed++
}
end()

async function onPostgres(): Promise<void> {
  const { url, stop } = await startCluster()
  try {
    const options = { folder: `${folder}/postgres`, dist, postgres: url, say }
    await on('PostgreSQL, kills', 'postgres-times', (times) => storm({ ...options, times }))
    await on('PostgreSQL, lives of klussen', 'postgres-lives', (lives) =>
      liveOften(lives, async (life, random) => {
        const [home, away] = [await freshSchema(url, `home${life}`), await freshSchema(url, `away${life}`)]
        // One plein as one process, the other as two.
        const places = { databases: { home, away }, workers: { home: 1 } }
        return matrix({ folder: `${folder}/postgres-klus-${life}`, dist, ...places, random, say })
      }),
    )
  } finally {
    await stop()
  }
}

/** Each life with chances of its own. */
async function liveOften(
  lives: number,
  live: (life: number, random: () => number) => Promise<Verdict[]>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let life = 1; life <= lives; life++) {
    const seed = (numberOf('seed') + life) % 2 ** 32
    tell(`  life ${life}, seed ${numberOf('seed')}`)
    verdicts.push(...(await live(life, chance(seed))))
  }
  return verdicts
}

async function on(
  what: string,
  often: keyof typeof options,
  run: (times: number) => Promise<Verdict[]>,
): Promise<void> {
  const times = numberOf(often)
  if (times === 0) return
  const begin = Date.now()
  tell(`\n${what}: ${times}`)
  for (const verdict of await run(times)) {
    const { faults } = verdict
    if (faults.length === 0) counts.passed++
    else counts.failed++
    tell(`${faults.length === 0 ? '  ok    ' : '  FAILED'} ${verdict.what}`)
    for (const fault of faults.slice(0, 10)) tell(`           ${fault}`)
    if (faults.length > 10) tell(`           … and ${faults.length - 10} more`)
  }
  tell(`  ${((Date.now() - begin) / 1000).toFixed(0)} s`)
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`)
}

function say(line: string): void {
  tell(`  ${line}`)
}

function numberOf(name: keyof typeof options): number {
  const number = Number(options[name])
  if (Number.isInteger(number) && number >= 0) return number
  tell(`--${name} wants a whole number`)
  process.exit(2)
}

function end(): never {
  if (counts.failed === 0) rmSync(folder, { recursive: true, force: true })
  else tell(`\nLeft to look at: ${folder}`)
  tell(`\n${counts.passed} passed, ${counts.failed} failed`)
  process.exit(counts.failed === 0 ? 0 : 1)
}
