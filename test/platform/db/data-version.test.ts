// The version of the data: how old it may be.
import { expect, test } from '@jest/globals'
import { openDataVersion } from '../../../src/platform/db/data-version.ts'
import { type OpenDatabase, openDatabase } from '../../../src/platform/db/database.ts'
import '../../../src/features/instances/tables.ts'
import { eachDatabase } from '../../kit/databases.ts'

eachDatabase('the version of the data', (open, url) => {
  function put({ transaction }: OpenDatabase, name: string): Promise<unknown> {
    return transaction((tx) => tx.insertInto('setting').values({ name, value: '1' }).execute())
  }

  test('that of lately is asked anew after ten milliseconds, and after each commit of this process', async () => {
    let millis = 0
    const versions = openDataVersion(open(), () => millis)
    const other = openDatabase(url())
    try {
      const first = await versions.lately()
      await put(other, 'other')
      millis = 9
      expect(await versions.lately()).toBe(first)
      expect(await versions.now()).not.toBe(first)
      await put(other, 'another')
      const second = await versions.lately()
      millis = 19
      const third = await versions.lately()
      expect(third).not.toBe(second)
      let [late, now] = ['', 'not asked']
      // On PostgreSQL other suites commit in other databases of the same server, perhaps between these two.
      for (let times = 0; late !== now && times < 100; times++) {
        await put(open(), `own${times}`)
        ;[late, now] = [await versions.lately(), await versions.now()]
      }
      expect(late).toBe(now)
      expect(late).not.toBe(third)
    } finally {
      await other.close()
    }
  })
})
