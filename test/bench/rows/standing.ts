// A plein as it stands there: how long it takes to start, and how much memory it holds after the load of the demo.
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Plein } from '../../kill/plein.ts'
import { Person } from '../../kit/person.ts'
import { memoryOf, ms, type Row } from '../measure.ts'
import { asStarted, type Stage } from '../stage.ts'

const DEMO_PORT = 3001
const IDLE_MILLIS = 5000
/** That one person reads. */
const MAX_PAGES = 300

/** The three pleinen of the demo, each as a process: started, read from end to end by all who live there, left alone. */
export async function standing({ label, folder, port }: Stage): Promise<Row[]> {
  // The demo is on SQLite.
  if (label !== 'SQLite') return []
  const told = await fillDemo(`${folder}/demo`, port + 4 - DEMO_PORT)
  const password = /password: (\S+)/.exec(told)?.[1] ?? ''
  const emails = told.match(/\S+@\S+\.example/g) ?? []
  const names = [...new Set(emails.map((email) => email.replace(/.*@|\.example/g, '')))]
  const open = names.map(
    (name, at) => new Plein({ name, folder: `${folder}/demo`, port: port + 4 + at, ...asStarted() }),
  )
  try {
    const started: number[] = []
    for (const plein of open) started.push(await startOf(plein))
    for (const email of emails) {
      const plein = open.find(({ name }) => email.endsWith(`@${name}.example`)) as Plein
      await readAll(new Person(plein.origin, { name: email, handle: email, email, password }))
    }
    await sleep(IDLE_MILLIS)
    const memory = open.map(({ pid }) => memoryOf(pid as number))
    return [rowOf(label, Math.max(...started), Math.max(...memory))]
  } finally {
    for (const plein of open) await plein.stop()
  }
}

/** `npm run demo`, until it stands. @returns what it prints: accounts and their password. */
async function fillDemo(folder: string, portOffset: number): Promise<string> {
  const child = spawn(
    process.execPath,
    ['dist/src/demo/main.js', '--folder', folder, '--port-offset', `${portOffset}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let told = ''
  for await (const chunk of child.stdout) {
    told += String(chunk)
    if (told.includes('Ctrl+C')) child.kill('SIGTERM')
  }
  await ended
  if (!told.includes('Ctrl+C')) throw new Error(`the demo was not filled:\n${told}`)
  return told
}

async function startOf(plein: Plein): Promise<number> {
  const before = performance.now()
  await plein.start()
  await (await fetch(plein.origin)).text()
  return performance.now() - before
}

/** Follows all links inside the plein. */
async function readAll(person: Person): Promise<void> {
  await person.signsIn()
  const paths = new Set(['/'])
  for (const path of paths) {
    const answer = await fetch(`${person.origin}${path}`, { headers: { cookie: person.cookie, accept: 'text/html' } })
    const html = await answer.text()
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`)
    for (const [, href = ''] of html.matchAll(/ href="(\/[^/"#][^"#]*)"/g)) if (paths.size < MAX_PAGES) paths.add(href)
  }
}

function rowOf(database: string, started: number, memory: number): Row {
  return {
    row: 'start to first page; idle memory after the load of the demo',
    database,
    measured: `${ms(started)}, ${memory.toFixed(0)} MB`,
    target: '≤ 2 s, ≤ 200 MB',
    met: started <= 2000 && memory <= 200,
  }
}
