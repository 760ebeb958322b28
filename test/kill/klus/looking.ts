// What is seen of a turn afterwards, on both pleinen, and what must be so on each in the end.
import { isDeepStrictEqual } from 'node:util'
import { checks, none, type Verdict } from '../judge.ts'
import { authorOf, type Cast, consentOf, klusOf, type Row, rowOf } from './cast.ts'
import type { Script, Turn } from './scripts.ts'

/** A script, and what went wrong in it. */
export interface Life {
  readonly script: Script
  readonly faults: string[]
}

/** As the plein of the klus says. */
export async function isDone(cast: Cast, { script }: Life, turn: Turn, was: Row | undefined): Promise<boolean> {
  if (turn.of === 'klus') return (await klusOf(authorOf(cast, script), script)).some(({ status }) => status === turn.to)
  const row = await rowOf(authorOf(cast, script), script)
  if (turn.aside) {
    const worker = await rowOf(cast.away, script)
    return worker !== undefined && (await consentOf(cast.away, worker)) === 'asked'
  }
  return (row?.version ?? 0) > (was?.version ?? 0)
}

interface Looked {
  readonly life: Life
  readonly turn: Turn
  readonly was: Row | undefined
}

/** Finds what is wrong after a turn. @returns the state that it came to */
export async function look(cast: Cast, looked: Looked): Promise<string> {
  const { life, turn } = looked
  if (life.faults.length > 0) return 'wrong'
  if (turn.of !== 'klus') await lookAtResponse(cast, looked)
  else await lookAtKlus(cast, looked)
  return turn.of === 'klus' ? `klus ${turn.to}` : turn.to
}

/** Once on its own plein, and on the other one as soon as it opened. */
async function lookAtKlus(cast: Cast, { life: { script, faults }, turn }: Looked): Promise<void> {
  const opened = turn.to !== 'draft' && turn.to !== 'review'
  const right = `${opened ? 'published' : 'draft'} ${turn.to}`
  const author = authorOf(cast, script)
  for (const side of [cast.home, cast.away]) {
    const wanted = side === author || opened ? [right] : []
    // As texts: what SQLite gives is made in the realm of the suite that first loaded it.
    const there = (await klusOf(side, script)).map(({ state, status }) => `${state} ${status}`).join()
    if (there !== wanted.join()) faults.push(`${turn.move}: [${there}] on ${side.plein.name}, not [${wanted.join()}]`)
  }
  const words = told[turn.move]
  if (words === undefined) return
  const lines = await author.read.rows(
    `select "id" from "notification" where "subject" = '${script.title}' and "words" = '${words}'`,
  )
  if (lines.length !== 1) faults.push(`${turn.move}: ${words} stands ${lines.length} times among the notifications`)
}

/** What somebody is told of a move of the klus, who did not make it. */
const told: Readonly<Record<string, string>> = {
  place: 'klussen.told.reviewAsked',
  return: 'klussen.told.returned',
  approve: 'klussen.told.approved',
  expire: 'klussen.told.expired',
}

/** One version further and no more, in the right state, and the same on both pleinen to the letter. */
async function lookAtResponse(cast: Cast, { life, turn, was }: Looked): Promise<void> {
  const { script, faults } = life
  const [here, there] = [await rowOf(cast.home, script), await rowOf(cast.away, script)]
  const author = script.offered ? there : here
  if (!here || !there || !author) return void faults.push(`${turn.move}: there is no response on both`)
  const version = (was?.version ?? 0) + (turn.aside ? 0 : 1)
  const right = `${turn.to} ${version}`
  for (const [name, row] of [
    ['home', here],
    ['away', there],
  ] as const)
    // prettier-ignore
    if (`${row.state} ${row.version}` !== right) faults.push(`${turn.move}: ${row.state} ${row.version} ${name}, not ${right}`)
  // A review waits for the other's, out of sight.
  const same = author.state === 'completed' || isDeepStrictEqual(JSON.parse(here.data), JSON.parse(there.data))
  if (!same || here.iri !== there.iri)
    faults.push(`${turn.move}: here ${here.iri} ${here.data} there ${there.iri} ${there.data}`)
}

/** What must be so on each plein at the end, whatever was played. */
export async function books({ home, away }: Cast): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const { plein, read } of [home, away]) {
    const side = { name: plein.name, origin: plein.origin, read, marks: new Map<string, number>() }
    for (const [what, check] of [...checks, ...ours])
      verdicts.push({ what: `${plein.name}: ${what}`, faults: await check(side) })
  }
  return verdicts
}

const ours = [
  [
    'nothing that is open waits for the coordinator',
    none(
      `select c."title", c."state" from "klusReview" r join "content" c on c."id" = r."contentId"
        where r."state" = 'waiting' and c."state" <> 'draft'`,
    ),
  ],
  [
    'nothing goes on about a klus that was cancelled',
    none(
      `select c."title", r."state" from "response" r join "content" c on c."id" = r."contentId"
        join "klus" k on k."contentId" = c."id" where k."status" = 'cancelled' and r."ended" = 0`,
    ),
  ],
  ['no step waits for an answer', none(`select "move", "made" from "responseStep" where "outcome" = 'pending'`)],
  [
    'no hours are counted twice, and no step leads to the version of another',
    none(
      `select "responseId", "version", count(*) as "times" from "responseStep" where "outcome" = 'done' and "version" is not null
        group by "responseId", "version" having count(*) > 1`,
    ),
  ],
] as const
