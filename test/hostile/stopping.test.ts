// A real process that is told to stop while somebody is still sending: that request is answered, and nothing is lost.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { builtOnce } from '../kit/desk.ts'
import { freePort } from '../kit/ports.ts'

let main = ''
beforeAll(async () => {
  main = join(await builtOnce(), 'src/main.js')
}, 300_000)

/** Resolves with what was printed once it says that it is open. */
async function start(dataDir: string, port: number) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
  }
  const child = spawn(process.execPath, [main], { env })
  let printed = ''
  child.stdout.on('data', (part: Buffer) => void (printed += part.toString()))
  child.stderr.on('data', (part: Buffer) => void (printed += part.toString()))
  while (!printed.includes('the plein is open')) await once(child.stdout, 'data')
  return { child, printed: () => printed }
}

test('SIGTERM with a request in flight', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'plein-stop-'))
  const port = await freePort()
  const { child, printed } = await start(dataDir, port)
  try {
    // Only a plein that listens shows its link.
    while (!printed().includes('/setup?token=')) await once(child.stdout, 'data')
    const token = /setup\?token=([\w-]+)/.exec(printed())?.[1] ?? ''
    expect(token).not.toBe('')
    const password = 'een-lang-geheim-woord-hier'
    const values = { token, organisation: 'Gemeente', handle: 'bea', name: 'Bea', email: 'bea@example.nl', password }
    const body = new URLSearchParams(values).toString()
    const sending = request(`http://127.0.0.1:${port}/setup`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': body.length,
        // Says "go on" when it has the request: from then on it is in flight.
        expect: '100-continue',
      },
    })
    const answered = once(sending, 'response') as Promise<[{ statusCode: number; resume(): void }]>
    const hasIt = once(sending, 'continue')
    sending.flushHeaders()
    await hasIt
    sending.write(body.slice(0, 20))
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    while (!printed().includes('stopping')) await once(child.stdout, 'data')
    sending.end(body.slice(20))
    const [response] = await answered
    response.resume()
    expect(response.statusCode).toBe(303)
    expect((await exited)[0]).toBe(0)

    const again = await start(dataDir, port)
    const page = await fetch(`http://127.0.0.1:${port}/sign-in`)
    expect(await page.text()).toContain('Gemeente')
    const stopped = once(again.child, 'exit')
    again.child.kill('SIGTERM')
    expect((await stopped)[0]).toBe(0)
    // What was typed and given out stands in no line.
    expect(printed() + again.printed()).not.toContain(password)
    expect(again.printed()).not.toContain(token)
    expect(printed()).not.toMatch(/argon2|PRIVATE KEY|session=/)
  } finally {
    child.kill('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
}, 600_000)
