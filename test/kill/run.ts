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
  console.error(`not finished after ${LONGEST_MILLIS / 60_000} minutes`)
  counts.failed++
  end()
}, LONGEST_MILLIS)
giveUp.unref()

try {
  console.log('building …')
  const dist = buildInto(folder)
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
  console.error(error)
  counts.failed++
}
end()

async function on(database: string, times: number, run: (times: number) => Promise<Verdict[]>): Promise<void> {
  if (times === 0) return
  console.log(`\n${database}: ${times} kills`)
  for (const { what, faults } of await run(times)) {
    if (faults.length === 0) counts.passed++
    else counts.failed++
    console.log(`${faults.length === 0 ? '  ok    ' : '  FAILED'} ${what}`)
    for (const fault of faults.slice(0, 10)) console.log(`           ${fault}`)
    if (faults.length > 10) console.log(`           … and ${faults.length - 10} more`)
  }
}

function say(line: string): void {
  console.log(`  ${line}`)
}

function numberOf(name: keyof typeof options): number {
  const number = Number(options[name])
  if (Number.isInteger(number) && number >= 0) return number
  console.error(`--${name} wants a whole number`)
  process.exit(2)
}

function end(): never {
  if (counts.failed === 0) rmSync(folder, { recursive: true, force: true })
  else console.log(`\nLeft to look at: ${folder}`)
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  process.exit(counts.failed === 0 ? 0 : 1)
}
