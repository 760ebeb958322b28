// Old deliveries go, and a Delete still reaches everybody who ever got the object.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Outgoing } from '../../src/core/federation.ts'
import { pruneLedger } from '../../src/federation/prune-ledger.ts'
import { eachDatabase } from '../kit/databases.ts'
import { authorId, like, openPlein, type Plein } from './sending.ts'

const DAY = 24 * 3_600_000
const object = 'https://plein.example/ap/objects/1'
const other = 'https://plein.example/ap/objects/2'
const inbox = (host: string) => ({ inbox: `https://${host}/inbox`, host })

eachDatabase(
  'the ledger of deliveries',
  (open) => {
    let plein: Plein
    beforeEach(() => {
      plein = openPlein(open())
    })
    afterEach(() => plein.close())

    async function settle(state: 'done' | 'gone' | 'failed', host?: string): Promise<void> {
      await open().transaction(async (tx) => {
        let rows = tx.updateTable('delivery').set({ state }).where('state', '=', 'waiting')
        if (host) rows = rows.where('host', '=', host)
        await rows.execute()
      })
    }
    async function left(): Promise<string[]> {
      const rows = await open()
        .db.selectFrom('delivery')
        .innerJoin('activity', 'activity.id', 'delivery.activityId')
        .select(['delivery.host', 'delivery.state', 'activity.type', 'activity.objectIri'])
        .execute()
      return rows.map((row) => `${row.type} ${row.objectIri.at(-1)} ${row.host} ${row.state}`).toSorted()
    }
    const say = (name: string, type: string, about: string, hosts: readonly string[]) => {
      plein.followers.set(authorId, hosts.map(inbox))
      const said: Outgoing = { ...like(name, about, { followersOf: [authorId] }), activity: { type, object: about } }
      return plein.say(name, said)
    }

    test('of what was settled three months ago the last to each inbox stays, whatever waits stays', async () => {
      await say('one', 'Create', object, ['b.example', 'c.example', 'd.example'])
      await settle('done')
      await say('two', 'Like', object, ['b.example', 'c.example', 'e.example'])
      await settle('gone', 'c.example')
      await settle('failed', 'e.example')
      await settle('done')
      await say('three', 'Like', object, ['d.example'])
      await say('four', 'Create', other, ['b.example'])
      await settle('done', 'b.example')
      expect(await pruneLedger(plein.ctx)).toBe(0)
      plein.wait(91 * DAY)
      expect(await pruneLedger(plein.ctx)).toBe(3)
      expect(await left()).toEqual([
        'Create 1 c.example done',
        'Create 2 b.example done',
        'Like 1 b.example done',
        'Like 1 d.example waiting',
        'Like 1 e.example failed',
      ])
      expect(await pruneLedger(plein.ctx)).toBe(0)
    })

    test('a Delete years later goes to all who got it', async () => {
      await say('one', 'Create', object, ['b.example', 'c.example'])
      await settle('done')
      for (let month = 0; month < 12; month++) {
        plein.wait(5 * DAY)
        await say(`like ${month}`, 'Like', object, ['b.example', 'd.example'])
        await settle('done')
      }
      for (let week = 0; week < 30; week++) {
        plein.wait(6 * DAY)
        await pruneLedger(plein.ctx)
      }
      expect(await left()).toEqual(['Create 1 c.example done', 'Like 1 b.example done', 'Like 1 d.example done'])
      plein.followers.clear()
      await plein.say('gone', {
        ...like('gone', object, { receiversOf: object }),
        activity: { type: 'Delete', object },
      })
      const sent = await open().db.selectFrom('delivery').select('host').where('state', '=', 'waiting').execute()
      expect(sent.map((row) => row.host).toSorted()).toEqual(['b.example', 'c.example', 'd.example'])
    })
  },
  { freshFor: 'test' },
)
