// `npm run test:kill -- --times 200 [--postgres]`: two pleinen under load, killed with -9 at random moments.
// Afterwards no accepted post or comment is lost on either, and none is there twice.
import { mkdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Person } from '../kit/person.ts'
import { startCluster } from '../kit/postgres-cluster.ts'
import { countMarks, judge, type Verdict } from './ledger.ts'
import { Plein } from './plein.ts'

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    postgres: { type: 'boolean', default: false },
    port: { type: 'string', default: '24100' },
  },
})
const TIMES = Number(options.times)
const PASSWORD = 'correct-paard-batterij-nietje'
const FOLDER = `${process.cwd()}/scratch/kill-${process.pid}`

const accepted = new Set<string>()
const tried: string[] = []

const cluster = options.postgres ? await startCluster() : undefined
const pleinen = await openPleinen(cluster?.url)
let failed = true
try {
  const [alice, bob] = await prepare(pleinen)
  process.stdout.write(`killing ${TIMES} times on ${cluster ? 'PostgreSQL' : 'SQLite'} …\n`)
  await underLoad([alice, bob], () => killOften(pleinen))
  const verdict = await settled(pleinen)
  failed = verdict.lost.length > 0 || verdict.doubled.length > 0
  tell(verdict)
} catch (error) {
  process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`)
} finally {
  await Promise.allSettled(pleinen.map((plein) => plein.stop()))
  await cluster?.stop()
  if (!failed) rmSync(FOLDER, { recursive: true, force: true })
}
process.stdout.write(`\n${failed ? 0 : 1} passed, ${failed ? 1 : 0} failed\n`)
process.exit(failed ? 1 : 0)

async function openPleinen(postgres: string | undefined): Promise<[Plein, Plein]> {
  mkdirSync(FOLDER, { recursive: true })
  const port = Number(options.port)
  const place = async (name: string) =>
    postgres === undefined ? {} : { databaseUrl: await freshDatabase(postgres, name) }
  return [
    new Plein({ name: 'alfa', port, folder: FOLDER, ...(await place('alfa')) }),
    new Plein({ name: 'beta', port: port + 1, folder: FOLDER, ...(await place('beta')) }),
  ]
}

async function freshDatabase(url: string, name: string): Promise<string> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create schema ${name}`)
  await client.end()
  return `${url}?schema=${name}`
}

/** A group on alfa, with a member on each plein. */
async function prepare([alfa, beta]: [Plein, Plein]): Promise<[Writer, Writer]> {
  const people: Person[] = []
  for (const [plein, handle] of [
    [alfa, 'alice'],
    [beta, 'bob'],
  ] as const) {
    const email = `${handle}@example.nl`
    await plein.cli(
      'setup',
      '--organisation',
      plein.name,
      '--handle',
      handle,
      '--name',
      handle,
      '--email',
      email,
      '--password',
      PASSWORD,
    )
    await plein.start()
    const person = new Person(plein.origin, { name: handle, handle, email, password: PASSWORD })
    await person.signsIn()
    people.push(person)
  }
  const [alice, bob] = people as [Person, Person]
  const group = await alice.startsGroup('Onder vuur', { handle: 'vuur' })
  await bob.joins((await bob.finds(`@${group}@${new URL(alfa.origin).host}`)).replace('/g/', ''))
  const there = `${group}@${new URL(alfa.origin).host}`
  await until(async () => (await alice.visits(`/g/${group}/members`)).text.includes('bob'), 'bob is a member')
  const first = await alice.posts({ title: 'Het begin', body: 'Hier begint het.', group, audience: 'public' })
  await until(
    async () => (await bob.visits(`/g/${there}`)).text.includes('Het begin'),
    'the first post arrives at beta',
  )
  const firstThere = (await bob.opens(`/g/${there}`, 'Het begin')).path.split('#')[0] as string
  return [
    { person: alice, group, item: first, letter: 'a' },
    { person: bob, group: there, item: firstThere, letter: 'b' },
  ]
}

interface Writer {
  readonly person: Person
  readonly group: string
  readonly item: string
  readonly letter: string
}

async function underLoad(writers: readonly Writer[], work: () => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const writing = writers.map((writer) => write(writer, stop.signal))
  await work()
  stop.abort()
  await Promise.all(writing)
}

/** Posts and comments as fast as it goes; notes what was accepted. Refused connections are what it is about. */
async function write({ person, group, item, letter }: Writer, stop: AbortSignal): Promise<void> {
  for (let number = 0; !stop.aborted; number++) {
    const mark = `mark${letter}${number}`
    tried.push(mark)
    try {
      if (number % 3 === 0)
        await person.posts({ title: `Over ${letter} ${number}`, body: `Dit is ${mark}.`, group, audience: 'public' })
      else await person.comments(item, `Antwoord ${mark}.`)
      accepted.add(mark)
    } catch {
      // Killed before or after it was stored: both are right, twice is not.
      await sleep(30)
    }
  }
}

async function killOften(targets: readonly Plein[]): Promise<void> {
  for (let time = 0; time < TIMES; time++) {
    const target = targets[Math.floor(Math.random() * targets.length)] as Plein
    await sleep(40 + Math.random() * 360)
    await target.kill()
    await target.start()
    if ((time + 1) % 20 === 0) process.stdout.write(`  ${time + 1} kills, ${accepted.size} accepted\n`)
  }
}

/** Gives both the time to deliver everything; what waits for its next try is tried at once. */
async function settled(targets: readonly Plein[]): Promise<Verdict> {
  let verdict: Verdict = { accepted: 0, lost: [], doubled: [] }
  for (let round = 0; round < 30; round++) {
    for (const plein of targets) {
      for (const other of targets) {
        if (other !== plein) await plein.cli('deliveries', 'retry', '--host', new URL(other.origin).host)
      }
      await plein.cli('jobs', 'retry')
    }
    await sleep(3000)
    verdict = judge(await Promise.all(targets.map((plein) => countMarks(plein.databaseUrl, tried))), accepted)
    if (verdict.lost.length === 0) return verdict
  }
  return verdict
}

function tell({ lost, doubled }: Verdict): void {
  const kills = pleinen.reduce((sum, plein) => sum + plein.kills, 0)
  process.stdout.write(
    `${kills} kills, ${tried.length} tried, ${accepted.size} accepted, ${lost.length} lost, ${doubled.length} twice\n`,
  )
  if (lost.length > 0) process.stdout.write(`lost: ${lost.slice(0, 20).join(' ')}\n`)
  if (doubled.length > 0) process.stdout.write(`twice: ${doubled.slice(0, 20).join(' ')}\n`)
  if (lost.length + doubled.length > 0)
    for (const { name, log } of pleinen) process.stdout.write(`${name}:\n${log.slice(-10).join('\n')}\n`)
}

async function until(is: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await is()) return
    await sleep(100)
  }
  throw new Error(`waited in vain: ${what}`)
}
