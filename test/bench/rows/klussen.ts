// The list of klussen with each of its filters, over a hundred thousand that are all open.
import type { ActorId } from '../../../src/lib/id.ts'
import { fillKlussen, wordOf } from '../../kit/volume-klussen.ts'
import { ms, percentile, type Row } from '../measure.ts'
import type { Stage } from '../stage.ts'

const KLUSSEN = 100_000
const ROUNDS = 12
const DAY = 86_400_000

/** Of each filter alone, and of some together; what is rare and what is nowhere is what an index could be bad at. */
function queriesOf(today: string): readonly string[] {
  const soon = new Date(Date.parse(today) + 40 * DAY).toISOString().slice(0, 10)
  return [
    '',
    'sort=closing',
    'sort=fit',
    'sort=fit&hoursTo=8&where=remote',
    'expertise=privacy',
    'expertise=privacy, archivering&hoursTo=4&sort=closing',
    'theme=water',
    'theme=digitaal&where=remote&purpose=offer',
    'hoursFrom=38',
    'hoursTo=8&where=remote',
    `from=${soon}&until=${soon}`,
    'organisation=waterschap',
    'organisation=waterschap&closing=on',
    'closing=on',
    'place=plaats17',
    'place=nergens',
    `q=${wordOf(0)}`,
    `q=${wordOf(9)}`,
    `q=${wordOf(20)}`,
    `q=${wordOf(2)} ${wordOf(5)} ${wordOf(7)}`,
    'q=vergunning bewoner',
    'q=nergenste',
    `q=${wordOf(3)}&expertise=privacy&hoursTo=8`,
    'purpose=offer&hoursFrom=38&organisation=provincie&closing=on',
  ]
}

export async function klussen(stage: Stage): Promise<Row> {
  const today = new Date().toISOString().slice(0, 10)
  const { host, people } = stage.input
  await fillKlussen(stage.database, { host, people, klussen: KLUSSEN, today })
  await addThemes(stage)
  const times = new Map<string, number[]>()
  const before = stage.cpu()
  let pages = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of queriesOf(today)) {
      const found = times.get(query) ?? []
      for (const millis of await timesOf(stage, `/klussen?${query}`)) {
        pages++
        // The first round warms up.
        if (round > 0) found.push(millis)
      }
      times.set(query, found)
    }
  }
  const cpu = (stage.cpu() - before) / pages
  const all = [...times.values()].flat()
  const p95 = percentile(all, 0.95)
  const [slowest, of] = [...times].reduce<[string, number]>(
    (worst, [query, some]) => (percentile(some, 0.5) > worst[1] ? [query, percentile(some, 0.5)] : worst),
    ['', 0],
  )
  return {
    row: `klussen, ${KLUSSEN.toLocaleString('en')} open, ${times.size} filters, first and second page`,
    database: stage.label,
    measured: `p95 ${ms(p95)}, median ${ms(percentile(all, 0.5))}, ${ms(cpu)} CPU; slowest ?${slowest} ${ms(of)}`,
    target: 'p95 < 50 ms',
    met: p95 < 50,
  }
}

/** Five themes in the profile, so that something fits. */
async function addThemes({ database, person }: Stage): Promise<void> {
  const { id } = await database.db
    .selectFrom('actor')
    .select('id')
    .where('handle', '=', person.identity.handle)
    .executeTakeFirstOrThrow()
  const topics = ['archivering', 'privacy', 'waterbeheer', 'participatie', 'communicatie']
  await database.transaction((tx) =>
    tx
      .insertInto('personTopic')
      .values(topics.map((topic) => ({ actorId: id as ActorId, topic })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}

/** Milliseconds of the page, and of the next one when there is one. */
async function timesOf({ plein, person }: Stage, path: string): Promise<number[]> {
  const times: number[] = []
  let next: string | undefined = path
  while (next !== undefined && times.length < 2) {
    const start = performance.now()
    const answer: Response = await fetch(`${plein.origin}${next}`, {
      headers: { cookie: person.cookie, accept: 'text/html' },
    })
    const html: string = await answer.text()
    times.push(performance.now() - start)
    if (!answer.ok) throw new Error(`${next}: ${answer.status}`)
    next = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  return times
}
