// Killed with -9 while responses go on: whoever is killed when, both pleinen end in the same, and nothing is done twice.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { builtOnce } from '../kit/desk.ts'
import { Person } from '../kit/person.ts'
import { freePort } from '../kit/ports.ts'
import { writesItem } from '../kit/writing.ts'
import { Plein } from './plein.ts'
import { openReader } from './reader.ts'
import { comeToRest } from './rest.ts'

const PASSWORD = 'correct-paard-batterij-nietje'

interface Standing {
  readonly iri: string
  readonly state: string
  readonly version: number
}

test('one of two pleinen is killed at every step from interest to signature, and at withdrawing', async () => {
  mkdirSync('scratch', { recursive: true })
  const folder = mkdtempSync(join(process.cwd(), 'scratch', 'responses-'))
  const pleinen: Plein[] = []
  try {
    const dist = await builtOnce()
    for (const name of ['gemeente', 'waterschap']) {
      const plein = new Plein({ name, port: await freePort(), folder, dist })
      pleinen.push(plein)
      const admin = ['--handle', 'bea', '--name', 'Bea', '--email', 'bea@example.nl', '--password', PASSWORD]
      await plein.cli('setup', '--organisation', name, ...admin)
      await plein.start()
    }
    const [home, away] = pleinen as [Plein, Plein]
    await home.cli('instance', 'allow', away.host)
    await away.cli('instance', 'allow', home.host)
    const anna = await person(home, 'anna')
    const bob = await person(away, 'bob')
    const group = await anna.startsGroup('Klussen')
    const atAway = (await bob.finds(`@${group}@${home.host}`)).replace('/g/', '')
    await bob.joins(atAway)
    expect(await comeToRest(pleinen)).toBe(true)
    const item = await placesKlus(anna, group)
    expect(await comeToRest(pleinen)).toBe(true)
    const there = await itemAt(away)

    /** One acts, and one of the two is killed right after, or a moment later. */
    async function acts(what: () => Promise<unknown>, victim: Plein, pause: number): Promise<Standing> {
      await what()
      await sleep(pause)
      await victim.kill()
      await Promise.all(pleinen.map((plein) => plein.start()))
      expect(await comeToRest(pleinen)).toBe(true)
      const [one, other] = [await standing(home), await standing(away)]
      expect(other).toEqual(one)
      return one
    }
    const step = (who: Person, path: string, move: string, values: Record<string, string>) => async () => {
      const page = await who.submits(`${path}/${move}`, { action: '', field: Object.keys(values)[0] as string }, values)
      expect([move, page.status]).toEqual([move, 200])
    }
    const press = (who: Person, path: string, action: RegExp) => async () => {
      expect((await who.submits(path, { action })).status).toBe(200)
    }

    const applies = step(bob, `/item/${there}/respond`, 'apply', { motivation: 'Ik help graag.' })
    expect(await acts(applies, away, 0)).toMatchObject({ state: 'interested', version: 1 })
    const atHome = `/responses/${await idAt(home)}`
    const atBob = `/responses/${await idAt(away)}`
    expect(await acts(press(anna, atHome, /\/talk$/), home, 0)).toMatchObject({ state: 'in_talks' })
    const offers = step(anna, atHome, 'offer', { hours: '8' })
    expect(await acts(offers, away, 30)).toMatchObject({ state: 'offered' })
    const before = await standing(home)
    expect(await acts(press(bob, atBob, /\/sign$/), home, 20)).toMatchObject({
      state: 'offered',
      version: before.version + 1,
    })
    const withdraws = async () => {
      expect(
        (await bob.submits(`${atBob}/withdraw`, { action: '', field: 'words' }, { words: 'Toch niet' })).status,
      ).toBe(200)
    }
    expect(await acts(withdraws, away, 10)).toMatchObject({ state: 'withdrawn', version: before.version + 2 })
    expect((await anna.visits(item)).status).toBe(200)
  } finally {
    await Promise.allSettled(pleinen.map((plein) => plein.kill()))
    rmSync(folder, { recursive: true, force: true })
  }
}, 900_000)

async function person(plein: Plein, handle: string): Promise<Person> {
  const email = `${handle}@example.nl`
  await plein.cli('person', 'create', '--handle', handle, '--name', handle, '--email', email, '--password', PASSWORD)
  const found = new Person(plein.origin, { name: handle, handle, email, password: PASSWORD })
  await found.signsIn()
  return found
}

/** @returns path of its page */
async function placesKlus(anna: Person, group: string): Promise<string> {
  const closes = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  const words = { title: 'Meelezen', body: 'Wie leest mee?', own_result: 'Een advies', own_expertise: 'participatie' }
  const facts = { own_hoursTotal: '8', own_place: 'Emmeloord', own_closes: closes }
  const page = await writesItem(anna, `/klussen/new?group=${group}`, { ...words, ...facts })
  if (!page.path.startsWith('/item/')) throw new Error(`no klus was placed: ${page.text.slice(0, 1500)}`)
  return page.path
}

async function rowsOf<Row>(plein: Plein, query: string): Promise<Row[]> {
  const reader = await openReader(plein.databaseUrl)
  try {
    return await reader.rows<Row>(query)
  } finally {
    await reader.close()
  }
}

async function standing(plein: Plein): Promise<Standing> {
  const [row, ...more] = await rowsOf<Standing>(plein, `select "iri", "state", "version" from "response"`)
  if (!row || more.length > 0) throw new Error(`${plein.name} has ${more.length + (row ? 1 : 0)} responses`)
  return row
}

async function idAt(plein: Plein): Promise<string> {
  return (await rowsOf<{ id: string }>(plein, `select "id" from "response"`))[0]?.id ?? ''
}

async function itemAt(plein: Plein): Promise<string> {
  return (await rowsOf<{ id: string }>(plein, `select "id" from "content" where "kind" = 'klus'`))[0]?.id ?? ''
}
