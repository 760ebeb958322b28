// A short storm, and a life of klussen with some kills in it, in every run of the tests; `npm run test:kill` has them all.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { builtOnce } from '../kit/desk.ts'
import { freshPlace } from '../kit/fresh-database.ts'
import { chance } from './chance.ts'
import { matrix } from './klus/matrix.ts'
import { storm } from './storm.ts'

let folder = ''
let dist = ''
beforeAll(async () => {
  mkdirSync('scratch', { recursive: true })
  folder = mkdtempSync(join(process.cwd(), 'scratch', 'kill-'))
  dist = await builtOnce()
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('killed eight times under load, two pleinen lose nothing and double nothing', async () => {
  const lines: string[] = []
  const verdicts = await storm({ times: 8, folder: join(folder, 'storm'), dist, say: (line) => lines.push(line) })
  expect({ faults: verdicts.filter(({ faults }) => faults.length > 0), lines }).toEqual({ faults: [], lines })
}, 600_000)

/** Rounds of all that there are, chosen by the seed, in which a plein is killed. */
const KILLS = 3

test('killed while klussen are in all their states, a plein on each database ends in the same', async () => {
  const seed = Number(process.env['TEST_SEED'] ?? 1)
  const lines = [`seed ${seed}`]
  const home = await freshPlace('postgres')
  try {
    const verdicts = await matrix({
      folder: join(folder, 'klus'),
      dist,
      databases: { home: home.url },
      random: chance(seed),
      kills: KILLS,
      say: (line) => lines.push(line),
    })
    const faults = verdicts.filter((verdict) => verdict.faults.length > 0)
    expect({ faults, lines }).toEqual({ faults: [], lines })
    process.stdout.write(`kills of klussen: ${lines.join('; ')}\n`)
  } finally {
    await home.remove()
  }
}, 900_000)
