// `npm run dev`: the demo, built and started again whenever a file changes. Runs on plain Node.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

let running: ChildProcess | undefined
let wanted = true

for (const folder of ['src', 'views', 'migrations']) {
  watch(folder, { recursive: true }, () => {
    wanted = true
  })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stop().then(() => process.exit(0)))
}

for (;;) {
  if (wanted) {
    wanted = false
    await stop()
    const built = spawnSync(process.execPath, ['src/build.ts'], { stdio: 'inherit' })
    if (built.status === 0) running = spawn(process.execPath, ['dist/src/demo/main.js'], { stdio: 'inherit' })
    else process.stderr.write('It does not build; waiting for the next change.\n')
  }
  await sleep(300)
}

async function stop(): Promise<void> {
  const child = running
  running = undefined
  if (!child || child.exitCode !== null) return
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  await ended
}
