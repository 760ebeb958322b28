// The command line as a process: it says how to call it, in the way in which it was called.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { builtOnce } from './kit/desk.ts'

let cli = ''
beforeAll(async () => {
  cli = join(await builtOnce(), 'src/cli.js')
}, 300_000)

test.each([
  ['npm run cli --', { npm_lifecycle_event: 'cli' }],
  ['node dist/src/cli.js', {}],
])('help for who calls %s', (call, settings) => {
  const env = { PATH: process.env['PATH'], ...settings }
  const { stderr, status } = spawnSync(process.execPath, [cli, 'backup'], { env, encoding: 'utf8' })
  expect(stderr).toContain(`Usage: ${call} backup <file> [--json]`)
  expect(status).toBe(2)
})
