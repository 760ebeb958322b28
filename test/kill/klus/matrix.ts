// Lives of klussen, side by side, with a kill -9 in every round: the pleinen end in the same, and nothing is done twice.
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { compiledBeside } from '../build.ts'
import type { Verdict } from '../judge.ts'
import { startSmtp } from '../../kit/mail.ts'
import { Plein } from '../plein.ts'
import { freePort } from '../../kit/ports.ts'
import { freeAll, workedOff } from '../rest.ts'
import { authorOf, type Cast, itemOf, joins, type Row, rowOf, settle, type Side } from './cast.ts'
import { asksApproval, places, saysAvailable } from './klus-turns.ts'
import { books, isDone, type Life, look } from './looking.ts'
import { scripts, type Turn } from './scripts.ts'
import { takesTurn } from './turns.ts'

export interface MatrixOptions {
  readonly folder: string
  /** A build (buildInto). */
  readonly dist: string
  /** DATABASE_URL of each; absent: SQLite below the folder. */
  readonly databases?: { readonly home?: string; readonly away?: string }
  /** Worker processes of each, on PostgreSQL. */
  readonly workers?: { readonly home?: number; readonly away?: number }
  /** A number in [0, 1); who is killed when follows from these. */
  random(): number
  /** In how many rounds, of all that there are, somebody is killed; chosen by `random`. Default: in all. */
  readonly kills?: number
  /** Rounds after this one are not played. Default: all are. */
  readonly rounds?: number
  say(line: string): void
}

/** What was seen, for whoever reads the counts. */
interface Counts {
  kills: number
  /** Moves under way in rounds in which somebody was killed. */
  under: number
  /** Of these, how many had to be made again. */
  again: number
  readonly states: Set<string>
}

const LOOKING = { pause: 25, moveOnEvery: 12 }
const ROUNDS = Math.max(...scripts.map(({ turns }) => turns.length))

export async function matrix(options: MatrixOptions): Promise<Verdict[]> {
  mkdirSync(options.folder, { recursive: true })
  const smtp = await startSmtp()
  const pleinen: Plein[] = []
  const sides: Side[] = []
  try {
    for (const [name, handle] of [
      ['home', 'anna'],
      ['away', 'bob'],
    ] as const) {
      const plein = await openPlein(options, name, smtp.url)
      pleinen.push(plein)
      sides.push(await settle(plein, handle))
    }
    const [home, away] = sides as [Side, Side]
    const cast: Cast = { home, away, coordinator: await joins(home, 'carla'), smtp }
    await meet(cast)
    return await play(cast, options)
  } finally {
    await Promise.allSettled(sides.map(({ read }) => read.close()))
    await Promise.allSettled(pleinen.map((plein) => plein.kill()))
    await smtp.close()
  }
}

async function openPlein(options: MatrixOptions, name: 'home' | 'away', smtp: string): Promise<Plein> {
  const { folder, dist, databases, workers } = options
  const databaseUrl = databases?.[name]
  const env = { SMTP_URL: smtp, NODE_COMPILE_CACHE: compiledBeside(dist) }
  const more = databaseUrl === undefined ? {} : { databaseUrl, workers: workers?.[name] ?? 0 }
  return new Plein({ name, port: await freePort(), folder, dist, env, ...more })
}

/** They trust each other, the klussen are placed, and each knows those of the other. */
async function meet(cast: Cast): Promise<void> {
  const { home, away } = cast
  await home.plein.cli('instance', 'allow', away.plein.host)
  await away.plein.cli('instance', 'allow', home.plein.host)
  await saysAvailable(away)
  const written = scripts.filter(({ unwritten }) => !unwritten)
  for (const script of written) await places(authorOf(cast, script), script)
  await asksApproval(cast)
  await rest(cast)
  for (const script of written) for (const side of [home, away]) await itemOf(side, script)
}

async function rest({ home, away }: Cast): Promise<void> {
  if (!(await workedOff([home.read, away.read], LOOKING))) throw new Error('there is still work after four minutes')
}

async function play(cast: Cast, options: MatrixOptions): Promise<Verdict[]> {
  const lives: Life[] = scripts.map((script) => ({ script, faults: [] }))
  const counts: Counts = { kills: 0, under: 0, again: 0, states: new Set() }
  const last = Math.min(options.rounds ?? ROUNDS, ROUNDS)
  const deadly = chosen(last, options)
  for (let round = 0; round < last; round++) await playRound(cast, options, { lives, counts, round, deadly })
  const { kills, under, again, states } = counts
  options.say(
    `${kills} kills, ${under} moves under way at them, ${again} made again; states: ${[...states].join(', ')}`,
  )
  return [
    ...lives.map(({ script, faults }) => ({ what: `${script.title} goes as it should on both`, faults })),
    ...(await books(cast)),
  ]
}

/** The rounds in which somebody is killed. */
function chosen(rounds: number, { kills = rounds, random }: MatrixOptions): ReadonlySet<number> {
  const all = Array.from({ length: rounds }, (_, round) => ({ round, by: random() }))
  return new Set(all.toSorted((a, b) => a.by - b.by).map(({ round }) => round).slice(0, kills)) // prettier-ignore
}

interface Playing {
  readonly lives: readonly Life[]
  readonly counts: Counts
  readonly round: number
  readonly deadly: ReadonlySet<number>
}

async function playRound(cast: Cast, options: MatrixOptions, playing: Playing): Promise<void> {
  const { lives, counts, round, deadly } = playing
  const now = lives.flatMap((life) => {
    const turn = life.faults.length === 0 ? life.script.turns[round] : undefined
    return turn ? [{ life, turn }] : []
  })
  const before = new Map<Life, Row | undefined>()
  for (const { life } of now) before.set(life, await rowOf(authorOf(cast, life.script), life.script))
  const kills = deadly.has(round)
  const taken = kills ? await underFire(cast, options, { now, counts }) : await all(cast, now, () => undefined)
  await rest(cast)
  let again = 0
  for (const { life, turn } of now) {
    if (await isDone(cast, life, turn, before.get(life))) continue
    const failed = taken.get(life)
    if (failed === undefined) life.faults.push(`${turn.move} was accepted, and is lost`)
    else if (!kills) life.faults.push(`${turn.move} is not taken: ${String(failed)}`)
    again += 1
    await takesTurn(cast, life.script, turn).catch((error: unknown) => void life.faults.push(String(error)))
  }
  counts.again += again
  if (again) await rest(cast)
  for (const { life, turn } of now) counts.states.add(await look(cast, { life, turn, was: before.get(life) }))
}

type Now = readonly { readonly life: Life; readonly turn: Turn }[]

/** All take their turns at once. @returns whose was not taken, and why */
async function all(cast: Cast, now: Now, each: () => void): Promise<Map<Life, unknown>> {
  const failed = new Map<Life, unknown>()
  const acts = now.map(async ({ life, turn }) => {
    try {
      await takesTurn(cast, life.script, turn)
      each()
    } catch (error) {
      failed.set(life, error ?? 'refused')
    }
  })
  await Promise.all(acts)
  return failed
}

/** While all take their turns, one of the pleinen, or both, is killed: when so many were accepted, and a moment later. */
async function underFire(
  cast: Cast,
  { random }: MatrixOptions,
  { now, counts }: { readonly now: Now; readonly counts: Counts },
): Promise<Map<Life, unknown>> {
  const { home, away } = cast
  const victims = [[home], [away], [home, away]][Math.floor(random() * 3)] as readonly Side[]
  let left = Math.floor(random() * (now.length + 1))
  const pause = Math.floor(random() * 40)
  const { promise: enough, resolve } = Promise.withResolvers<void>()
  if (left === 0) resolve()
  const acting = all(cast, now, () => void (--left === 0 && resolve()))
  await Promise.race([enough, acting])
  await sleep(pause)
  await Promise.all(victims.map(({ plein }) => plein.kill()))
  const failed = await acting
  counts.kills += victims.length
  counts.under += now.length
  for (const { read } of victims) await freeAll(read)
  await Promise.all(victims.map(({ plein }) => plein.start()))
  return failed
}
