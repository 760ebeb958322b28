// Two pleinen under load, killed with -9 at random moments; then the books of both are compared.
import { mkdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { startSmtp } from '../kit/mail.ts'
import { Person } from '../kit/person.ts'
import { freePort } from '../kit/ports.ts'
import { compiledBeside } from './build.ts'
import { judge, type Verdict } from './judge.ts'
import { judgeMail } from './mail.ts'
import { Plein } from './plein.ts'
import { comeToRest } from './rest.ts'
import { type Ledger, newLedger, work, type Writer } from './writers.ts'

export interface StormOptions {
  readonly times: number
  /** Where everything is put; removed when all is well. */
  readonly folder: string
  /** A build (buildInto). */
  readonly dist: string
  /** Address of a PostgreSQL server; absent: SQLite. */
  readonly postgres?: string
  say(line: string): void
}

const PASSWORD = 'correct-paard-batterij-nietje'
const WORKERS: Record<DialectName, number> = { sqlite: 0, postgres: 2 }
/** Milliseconds between a start and the next kill, at most. A start takes about as long. */
const MAX_CALM_MILLIS = 1000

export async function storm(options: StormOptions): Promise<Verdict[]> {
  const { folder, say, times } = options
  mkdirSync(folder, { recursive: true })
  const smtp = await startSmtp()
  const pleinen = await openPleinen(options, smtp.url)
  const ledger = newLedger()
  let verdicts: Verdict[] = []
  try {
    const writers = await prepare(pleinen)
    const begin = Date.now()
    await underLoad(writers, ledger, () => killAll(pleinen, { times, say: (line) => say(`${line}, ${tally(ledger)}`) }))
    say(`${times} kills in ${seconds(begin)} s, ${tally(ledger)}`)
    const rested = Date.now()
    const atRest = await comeToRest(pleinen)
    say(`at rest after ${seconds(rested)} s`)
    verdicts = [
      { what: 'both come to rest', faults: atRest ? [] : ['there is still work after four minutes'] },
      ...(await judge(pleinen, ledger)),
      ...judgeMail(smtp, times),
    ]
    return verdicts
  } finally {
    await Promise.allSettled(pleinen.map((plein) => plein.kill()))
    await smtp.close()
    if (verdicts.length > 0 && verdicts.every(({ faults }) => faults.length === 0))
      rmSync(folder, { recursive: true, force: true })
    else for (const { name, log } of pleinen) say(`last lines of ${name}:\n${log.slice(-15).join('\n')}`)
  }
}

async function openPleinen({ folder, dist, postgres }: StormOptions, smtp: string): Promise<Plein[]> {
  const pleinen: Plein[] = []
  for (const name of ['alfa', 'beta']) {
    const more = postgres === undefined ? {} : { databaseUrl: await freshSchema(postgres, name) }
    const workers = WORKERS[postgres === undefined ? 'sqlite' : 'postgres']
    const env = { SMTP_URL: smtp, NODE_COMPILE_CACHE: compiledBeside(dist) }
    pleinen.push(new Plein({ name, port: await freePort(), folder, dist, workers, env, ...more }))
  }
  return pleinen
}

export async function freshSchema(url: string, name: string): Promise<string> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create schema ${name}`)
  await client.end()
  return `${url}?schema=${name}`
}

/** A person and a group on each plein; both are members of both groups, and each group has a post. */
async function prepare(pleinen: readonly Plein[]): Promise<Writer[]> {
  const [alfa, beta] = pleinen as [Plein, Plein]
  const [alice, bob] = await Promise.all([settle(alfa, 'alice'), settle(beta, 'bob')])
  const writers: Writer[] = []
  for (const [host, guest, own] of [
    [alice, bob, 'vuur'],
    [bob, alice, 'water'],
  ] as const) {
    await host.startsGroup(`Over ${own}`, { handle: own })
    const there = `${own}@${new URL(host.origin).host}`
    await guest.joins((await guest.finds(`@${there}`)).replace('/g/', ''))
    const isMember = async () => (await host.visits(`/g/${own}/members`)).text.includes(guest.name)
    await until(isMember, `${guest.name} is a member of ${own}`)
    await host.posts({ title: `Begin van ${own}`, body: 'Hier begint het.', group: own, audience: 'public' })
    const arrived = async () => (await guest.visits(`/g/${there}`)).text.includes(`Begin van ${own}`)
    await until(arrived, `the first post of ${own} arrives`)
  }
  for (const [person, other, groups, letter] of [
    [alice, bob, ['vuur', `water@${beta.host}`], 'a'],
    [bob, alice, ['water', `vuur@${alfa.host}`], 'b'],
  ] as const)
    writers.push({ person, groups, letter, other: await person.finds(other.address) })
  return writers
}

async function settle(plein: Plein, handle: string): Promise<Person> {
  const email = `${handle}@example.nl`
  const who = ['--handle', handle, '--name', handle, '--email', email, '--password', PASSWORD]
  await plein.cli('setup', '--organisation', plein.name, ...who)
  await plein.start()
  const person = new Person(plein.origin, { name: handle, handle, email, password: PASSWORD })
  await person.signsIn()
  return person
}

async function underLoad(writers: readonly Writer[], ledger: Ledger, act: () => Promise<void>): Promise<void> {
  const stop = new AbortController()
  const working = writers.map((writer) => work(writer, ledger, stop.signal))
  try {
    await act()
  } finally {
    stop.abort()
    await Promise.all(working)
  }
}

/** Both pleinen are killed side by side, so that now and then both are down. */
async function killAll(
  pleinen: readonly Plein[],
  { times, say }: { times: number; say: (line: string) => void },
): Promise<void> {
  let kills = 0
  let begun = 0
  async function killOften(plein: Plein): Promise<void> {
    while (begun++ < times) {
      await sleep(Math.random() * MAX_CALM_MILLIS)
      const { processes } = plein
      await (processes[Math.floor(Math.random() * processes.length)] as (typeof processes)[0]).end('SIGKILL')
      if (++kills % 50 === 0) say(`${kills} kills`)
      const start = plein.start()
      // One in four is killed again while it starts.
      if (Math.random() < 0.25 && begun++ < times) {
        start.catch(() => undefined)
        await sleep(Math.random() * MAX_CALM_MILLIS)
        await plein.kill()
        if (++kills % 50 === 0) say(`${kills} kills`)
        await start.catch(() => undefined)
        await plein.start()
      } else await start
    }
  }
  await Promise.all(pleinen.map(killOften))
}

async function until(is: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await is()) return
    await sleep(100)
  }
  throw new Error(`waited in vain: ${what}`)
}

function tally({ accepted, tried, likes, follows }: Ledger): string {
  return `${accepted.size} posts and comments accepted of ${tried.size} tried, ${likes.size} likes, ${follows} follows`
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0)
}
