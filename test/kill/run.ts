// `npm run test:kill [-- --times 200] [--postgres-times 40]`: kills two pleinen under load, on SQLite and on PostgreSQL,
// and says of each thing that must be true whether it is. 0 times: not on that database.
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startCluster } from '../kit/postgres-cluster.ts'
import { buildInto } from './build.ts'
import type { Verdict } from './judge.ts'
import { storm } from './storm.ts'

/** After so long something hangs. */
const LONGEST_MILLIS = 30 * 60_000

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    'postgres-times': { type: 'string', default: '40' },
  },
})
const folder = `${process.cwd()}/scratch/kill-${process.pid}`
const counts = { passed: 0, failed: 0 }

const giveUp = setTimeout(() => {
  tell(`not finished after ${LONGEST_MILLIS / 60_000} minutes`)
  counts.failed++
  end()
}, LONGEST_MILLIS)
giveUp.unref()

try {
  tell('building …')
  const dist = await buildInto(folder)
  await on('SQLite', numberOf('times'), (times) => storm({ times, folder: `${folder}/sqlite`, dist, say }))
  await on('PostgreSQL', numberOf('postgres-times'), async (times) => {
    const cluster = await startCluster()
    try {
      return await storm({ times, folder: `${folder}/postgres`, dist, postgres: cluster.url, say })
    } finally {
      await cluster.stop()
    }
  })
} catch (error) {
  tell(String(error instanceof Error ? error.stack : error))
  counts.failed++
}
end()

async function on(database: string, times: number, run: (times: number) => Promise<Verdict[]>): Promise<void> {
  if (times === 0) return
  tell(`\n${database}: ${times} kills`)
  for (const { what, faults } of await run(times)) {
    if (faults.length === 0) counts.passed++
    else counts.failed++
    tell(`${faults.length === 0 ? '  ok    ' : '  FAILED'} ${what}`)
    for (const fault of faults.slice(0, 10)) tell(`           ${fault}`)
    if (faults.length > 10) tell(`           … and ${faults.length - 10} more`)
  }
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
