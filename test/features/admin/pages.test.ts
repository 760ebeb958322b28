// What an administrator sees of the machinery, and what others do not.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addJobs, GiveUp, openQueue } from '../../../src/platform/queue/queue.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import type { Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

describe('pages about background work', () => {
  let server: TestServer
  let admin: Person
  let jan: Person

  beforeAll(async () => {
    server = await startServer()
    admin = await server.person('Bea', { handle: 'bea' })
    jan = await server.person('Jan Pietersen')
  })
  afterAll(() => server.close())

  test('are not there for others', async () => {
    for (const path of ['/admin/jobs', '/admin/deliveries']) expect((await jan.visits(path)).status).toBe(404)
  })

  test('say so when nothing failed', async () => {
    expect((await admin.visits('/admin/jobs')).text).toContain('Er is geen mislukt werk')
    expect((await admin.visits('/admin/deliveries')).text).toContain('Nog niets verstuurd')
  })

  test('show what failed, and give it another chance', async () => {
    const { database } = server.app.tools
    const queue = openQueue(database, systemClock)
    const name = 'test.fails'
    await database.transaction((tx) => addJobs(tx, systemClock, [{ queue: 'nobody', name, key: name, payload: null }]))
    const [chain] = await queue.turn({ done: [], wants: [{ queue: 'nobody', limit: 1 }], leaseMillis: 1000 })
    await queue.retry(chain![0], new GiveUp('de andere kant zei nee'))
    const page = await admin.visits('/admin/jobs')
    expect(page.text).toContain('de andere kant zei nee')
    const after = await admin.submits(page, { button: 'Opnieuw proberen' })
    expect(after.text).toContain('Het werk staat weer in de rij.')
    expect(after.text).not.toContain('de andere kant zei nee')
    expect(await queue.counts()).toContainEqual(expect.objectContaining({ queue: 'nobody', dead: 0 }))
    await queue.close()
  })

  test('the command line says the same', async () => {
    expect(await server.cli('jobs list')).toEqual(expect.any(Array))
    expect(await server.cli('deliveries list')).toEqual([])
    expect(await server.cli('config')).not.toHaveProperty('secretKey')
    expect(await server.cli('deliveries retry', { host: 'https://Elders.example/' })).toEqual({ retried: 0 })
    await expect(server.cli('deliveries retry', { host: 'el ders' })).rejects.toMatchObject({
      fields: { host: { code: 'instance.badHost' } },
    })
    await expect(server.cli('jobs retry', { id: 'nothing' })).rejects.toMatchObject({ code: 'job.notDead' })
  })
})
