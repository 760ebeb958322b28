// A short storm in every run of the tests; the long one is `npm run test:kill`.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { builtOnce } from '../kit/desk.ts'
import { storm } from './storm.ts'

test('killed a dozen times under load, two pleinen lose nothing and double nothing', async () => {
  mkdirSync('scratch', { recursive: true })
  const folder = mkdtempSync(join(process.cwd(), 'scratch', 'kill-'))
  try {
    const lines: string[] = []
    const dist = await builtOnce()
    const verdicts = await storm({ times: 12, folder: join(folder, 'storm'), dist, say: (line) => lines.push(line) })
    expect({ faults: verdicts.filter(({ faults }) => faults.length > 0), lines }).toEqual({ faults: [], lines })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 900_000)
