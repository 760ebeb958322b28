// The command line as a process: it says how to call it, in the way in which it was called.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
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

describe('a command that is not right', () => {
  let folder = ''
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'plein-cli-'))))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function run(args: readonly string[], settings: Record<string, string> = {}) {
    const env = { PATH: process.env['PATH'], DATA_DIR: folder, ...settings }
    const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' })
    return { stdout, stderr, status }
  }

  test('asking how it goes is no fault; it names what one can choose from', () => {
    const { stderr, status } = run(['group', 'create', '--help'])
    expect(status).toBe(0)
    expect(stderr).toContain('--owner <owner> [--about <about>] [--access open|closed|hidden] [--json]')
  })

  test('a choice that there is not is told with those that there are', () => {
    const words = ['--author', 'a', '--title', 't', '--body', 'b']
    expect(run(['klus', 'create', ...words, '--where', 'overal'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^--where must be (\w+, )*\w+ or \w+, not "overal"\n/),
    })
    expect(run(['post', 'create', ...words, '--kind', 'blogg']).stderr).toMatch(
      /^--kind must be post, klus, .*blog.* or \w+, not "blogg"\n/,
    )
  })

  test('a backup that cannot be written says where, and leaves nothing behind', () => {
    const { stderr, status } = run(['backup', join(folder, 'nowhere', 'plein.tar')])
    expect([status, stderr]).toEqual([1, expect.stringContaining('nowhere/plein.tar cannot be written: ENOENT')])
    expect(run(['backup', folder]).stderr).toContain(`${folder} cannot be written: EISDIR`)
    expect(existsSync(`${folder}.unfinished`)).toBe(false)
  })

  test('the configuration is shown without its secrets', () => {
    const { stdout } = run(['config', '--json'], {
      DATABASE_URL: 'postgres://plein@localhost/plein?password=geheim',
      SMTP_URL: 'smtps://plein@gemeente.example:ge@heim@localhost:465',
      SECRET_KEY: 'geheim'.repeat(6),
    })
    expect(JSON.parse(stdout)).toMatchObject({ databaseUrl: expect.stringContaining('plein@localhost/plein') })
    expect(stdout).not.toContain('heim')
  })
})
