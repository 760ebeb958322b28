// What a plein knows of people, groups and organisations elsewhere is asked for again when it has grown old.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'

const HOUR = 3_600_000

describe('what is known of elsewhere does not grow old', () => {
  let network: Network
  let fatima: Person, joost: Person
  let fatimaThere: string, groupThere: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    fatima = await network.person('Fatima', 'Gemeente')
    joost = await network.person('Joost', 'Waterschap')
    const group = await fatima.startsGroup('Tuinen')
    fatimaThere = await joost.finds(fatima.address)
    groupThere = await joost.finds(`@${group}@${network.server('Gemeente').host}`)
    await joost.joins(groupThere.replace('/g/', ''))
    await network.settle()
  })
  afterAll(() => network.close())

  /** Changed at home without a word to anybody: as if the message about it was lost. */
  async function rename(handle: string, name: string): Promise<void> {
    const { app } = network.server('Gemeente')
    await app.tools.database.transaction((tx) =>
      tx.updateTable('actor').set({ name }).where('handle', '=', handle).where('local', '=', 1).execute(),
    )
  }

  async function waiting(): Promise<string[]> {
    const { app } = network.server('Waterschap')
    const jobs = await app.ctx().db.selectFrom('job').select('name').where('name', 'like', '%.refresh').execute()
    return jobs.map((job) => job.name).toSorted()
  }

  test('a profile and a group that were fetched a day ago are fetched again when somebody looks, once', async () => {
    await rename('fatima', 'Fatima Nieuw')
    await rename('tuinen', 'Tuinen en parken')
    network.clock.advance(23 * HOUR)
    await joost.visits(fatimaThere)
    expect(await waiting()).toEqual([])
    network.clock.advance(2 * HOUR)
    await joost.signsIn()
    for (let look = 0; look < 3; look++) {
      expect((await joost.visits(fatimaThere)).text).not.toContain('Fatima Nieuw')
      expect((await joost.visits(groupThere)).text).not.toContain('Tuinen en parken')
    }
    expect(await waiting()).toEqual(['actor.refresh', 'group.refresh'])
    await network.settle()
    expect((await joost.visits(fatimaThere)).text).toContain('Fatima Nieuw')
    const group = await joost.visits(groupThere)
    expect([group.text.includes('Tuinen en parken'), group.text.includes('2 leden')]).toEqual([true, true])
    expect(await waiting()).toEqual([])
  })

  test('who is not signed in starts nothing, and a server that does not answer is left alone for a day', async () => {
    network.clock.advance(25 * HOUR)
    await fetch(`${network.server('Waterschap').origin}${groupThere}`)
    expect(await waiting()).toEqual([])
    network.server('Gemeente').pause()
    await joost.signsIn()
    await joost.visits(fatimaThere)
    expect(await waiting()).toEqual(['actor.refresh'])
    await network.server('Waterschap').app.drain()
    expect((await joost.visits(fatimaThere)).text).toContain('Fatima Nieuw')
    expect(await waiting()).toEqual([])
    network.server('Gemeente').resume()
  })

  test('an organisation is asked again what it is called a week later, when something comes from it', async () => {
    const bea = await network.server('Gemeente').person('Bea', { handle: 'bea' })
    await bea.submits('/admin/organisation', { button: 'Bewaar' }, { organisation: 'Gemeente Groenveld' })
    await fatima.signsIn()
    await fatima.posts({ group: 'tuinen', title: 'Snoeien', body: 'Nu.' })
    await network.settle()
    expect((await joost.visits(groupThere)).text).not.toContain('Gemeente Groenveld')
    network.clock.advance(7 * 24 * HOUR)
    await fatima.signsIn()
    await fatima.posts({ group: 'tuinen', title: 'Harken', body: 'Ook nu.' })
    await network.settle()
    await joost.signsIn()
    expect((await joost.visits(groupThere)).text).toContain('Gemeente Groenveld')
  })
})
