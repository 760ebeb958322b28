// Two real pleinen: how long until what is posted on one can be read on the other.
import { setTimeout as sleep } from 'node:timers/promises'
import { Person } from '../../kit/person.ts'
import { Plein } from '../../kill/plein.ts'
import { ms, percentile, type Row } from '../measure.ts'
import { asStarted, PASSWORD, type Stage } from '../stage.ts'

const POSTS = 40
const READS = 3

export async function placing(stage: Stage): Promise<Row> {
  const one = plein(stage, 'gemeente', 7)
  const other = plein(stage, 'waterschap', 8)
  try {
    const [writer, reader] = [await arrive(one, 'fatima'), await arrive(other, 'joost')]
    return placingRow(stage, await story(writer, reader, new URL(one.origin).host))
  } finally {
    await one.stop()
    await other.stop()
  }
}

function plein({ folder, port, secondUrl }: Stage, name: string, offset: number): Plein {
  const databaseUrl = secondUrl(name)
  return new Plein({
    name,
    folder,
    port: port + offset,
    ...asStarted(),
    ...(databaseUrl ? { databaseUrl } : {}),
  })
}

/** Sets the plein up, starts it, and lets its first person in. */
async function arrive(one: Plein, handle: string): Promise<Person> {
  const who = ['--handle', handle, '--name', handle, '--email', `${handle}@example.nl`, '--password', PASSWORD]
  await one.cli('setup', '--organisation', one.name, ...who)
  await one.start()
  const person = new Person(one.origin, { name: handle, handle, email: `${handle}@example.nl`, password: PASSWORD })
  await person.signsIn()
  return person
}

/** As in the demo: posts, each read and answered, with pages in between. @returns milliseconds for each post. */
async function story(writer: Person, reader: Person, host: string): Promise<number[]> {
  const group = await writer.startsGroup('Omgevingswet in de praktijk')
  const path = await reader.finds(`@${group}@${host}`)
  await reader.joins(path.replace('/g/', ''))
  await until(async () => (await writer.visits(`/g/${group}/members`)).text.includes('joost'))
  const times: number[] = []
  for (let at = 0; at < POSTS; at++) {
    const title = `Ervaring ${at} met het vooroverleg`
    const start = performance.now()
    const item = await writer.posts({ group, title, body: 'Wie zit aan tafel, en *wat* leg je vast? #vooroverleg' })
    await until(() => reader.sees(path, title))
    times.push(performance.now() - start)
    await writer.comments(item, 'Bij ons helpt een vast spreekuur.')
    for (let read = 0; read < READS; read++) for (const page of ['/', '/groups', path]) await reader.visits(page)
  }
  return times
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 600) throw new Error('it does not arrive')
    await sleep(20)
  }
}

function placingRow({ label }: Stage, times: readonly number[]): Row {
  const [median, late] = [percentile(times, 0.5), percentile(times, 0.95)]
  return {
    row: 'Plaatsen, until readable elsewhere',
    database: label,
    measured: `median ${ms(median)}, p95 ${ms(late)}`,
    target: 'median ≤ 1 s, p95 ≤ 2 s',
    met: median <= 1000 && late <= 2000,
  }
}
