// What is due is delivered to the end, whenever what is under way comes to its own.
import { expect, test } from '@jest/globals'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import { eachDatabase } from '../kit/databases.ts'
import { authorId, like, openPlein, openReceiver } from './sending.ts'

/** The same database, where something is done before a transaction is over for who asked for it. */
function pausing(database: OpenDatabase, before: () => Promise<void>): OpenDatabase {
  const transaction: OpenDatabase['transaction'] = async (work) => {
    const result = await database.transaction(work)
    await before()
    return result
  }
  return new Proxy(database, { get: (of, key) => (key === 'transaction' ? transaction : Reflect.get(of, key)) })
}

eachDatabase('draining deliveries', (open) => {
  test('a host that gets a place free while the worker looks for more, gets the rest too', async () => {
    const [slow, quick] = [await openReceiver(), await openReceiver()]
    const [asked, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    slow.answer = async (_, response) => {
      await asked.promise
      response.writeHead(202).end()
    }
    let begun = false
    let turns = 0
    const database = pausing(open(), async () => {
      // Taken, one to each; the quick one written down; looked again, with the slow host still full.
      const turn = begun ? ++turns : 0
      if (turn === 3) {
        asked.resolve()
        await written.promise
        await new Promise((resolve) => setImmediate(resolve))
      }
      if (turn === 4) written.resolve()
    })
    const plein = openPlein(database)
    for (const [name, hosts] of Object.entries({ one: [slow, quick], two: [slow] })) {
      const to = hosts.map((host) => host.inbox())
      plein.followers.set(authorId, to)
      await plein.say(name, like('like', `https://plein.example/ap/objects/${name}`, { followersOf: [authorId] }))
    }
    const worker = plein.outbox.startDelivering({ automatic: false, perHost: 1 })
    begun = true
    await worker.drain()
    const rows = await open().db.selectFrom('delivery').select('state').execute()
    await worker.stop()
    await plein.close()
    await Promise.all([slow.close(), quick.close()])
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  })
})
