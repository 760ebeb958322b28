// The configuration: defaults, every fault at once, the secret key.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ConfigFault, readConfig, variables } from '../../../src/platform/config/config.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plein-config-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig({ DATA_DIR: dataDir, ...env })
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults
    throw error
  }
  return []
}

test('needs nothing: defaults, and a secret key that stays the same', async () => {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '' })
  expect(config).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    origin: 'http://localhost:3000',
    hostName: 'localhost:3000',
    dataDir,
    databaseUrl: `sqlite:${dataDir}/plein.sqlite`,
    role: 'all',
    mail: null,
    trustProxy: 0,
    allowPrivateAddress: false,
    federation: 'open',
    logLevel: 'info',
  })
  expect(config.secretKey.length).toBeGreaterThanOrEqual(32)
  expect(readConfig({ DATA_DIR: dataDir }).secretKey).toBe(config.secretKey)
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600)
})

test('takes what is given', () => {
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '8080',
    HOST: '::1',
    ORIGIN: 'https://Plein.Gemeente.example/',
    DATABASE_URL: 'postgres://a:b@db/plein',
    ROLE: 'worker',
    SMTP_URL: 'smtps://u:p@mail.example:465',
    SECRET_KEY: 'x'.repeat(32),
    TRUST_PROXY: '1',
    ALLOW_PRIVATE_ADDRESS: 'true',
    FEDERATION: 'allowlist',
    LOG_LEVEL: 'warning',
  })
  expect(config).toMatchObject({
    origin: 'https://plein.gemeente.example',
    hostName: 'plein.gemeente.example',
    mail: { url: 'smtps://u:p@mail.example:465', from: 'plein@plein.gemeente.example' },
    role: 'worker',
    trustProxy: 1,
    secretKey: 'x'.repeat(32),
  })
})

test('tells all faults at once, and makes nothing', async () => {
  const faults = faultsOf({
    PORT: 'many',
    HOST: 'my machine',
    ORIGIN: 'http://plein.example/path',
    DATABASE_URL: 'mysql://db',
    ROLE: 'both',
    SMTP_URL: 'mail.example',
    MAIL_FROM: 'nobody',
    SECRET_KEY: 'short',
    TRUST_PROXY: '-1',
    ALLOW_PRIVATE_ADDRESS: 'perhaps',
    FEDERATION: 'closed',
    LOG_LEVEL: 'loud',
  })
  const names = faults.map((fault) => fault.split(':')[0] ?? '').toSorted()
  expect(names).toEqual(
    variables
      .map(({ name }) => name)
      .filter((name) => name !== 'DATA_DIR')
      .toSorted(),
  )
  await expect(readFile(join(dataDir, 'secret.key'))).rejects.toThrow()
})

describe('a fault says what is expected', () => {
  test.each([
    [{ PORT: '70000' }, 'PORT: must be a whole number from 0 to 65535, not "70000"'],
    [{ HOST: 'a b' }, 'HOST: must be an address or name of this machine, like 0.0.0.0 or 127.0.0.1, not "a b"'],
    [{ ROLE: 'both' }, 'ROLE: must be all, web or worker, not "both"'],
    [{ ORIGIN: 'plein.example' }, 'ORIGIN: must be an address like https://plein.example.nl, not "plein.example"'],
    [{ ORIGIN: 'https://plein.example/x' }, 'ORIGIN: must be only scheme, host and port, like https://plein.example'],
    [{ ROLE: 'web' }, 'ROLE: web needs PostgreSQL (DATABASE_URL=postgres://…); with SQLite one process does all'],
    [{ SECRET_KEY: 'abc' }, 'SECRET_KEY: has 3 characters; 32 or more are needed'],
  ])('%j', (env, fault) => {
    expect(faultsOf(env)).toEqual([fault])
  })

  test('http for a public name', () => {
    expect(faultsOf({ ORIGIN: 'http://plein.example' })[0]).toMatch(/^ORIGIN: must be https:\/\/plein\.example/)
    expect(faultsOf({ ORIGIN: 'http://plein.example', ALLOW_PRIVATE_ADDRESS: 'true' })).toEqual([])
    expect(faultsOf({ ORIGIN: 'http://127.0.0.1:4000' })).toEqual([])
  })

  test('a folder that cannot be made, a key that was cut short', async () => {
    await writeFile(join(dataDir, 'file'), '')
    expect(faultsOf({ DATA_DIR: join(dataDir, 'file', 'below') })[0]).toMatch(/^DATA_DIR: /)
    await writeFile(join(dataDir, 'secret.key'), 'abc')
    expect(faultsOf({})[0]).toMatch(/^DATA_DIR: .*no key/)
  })

  test('never repeats a secret', () => {
    const text = faultsOf({ SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@db', SMTP_URL: 'x:hunter2' }).join(
      '\n',
    )
    expect(text).not.toContain('hunter2')
  })
})
