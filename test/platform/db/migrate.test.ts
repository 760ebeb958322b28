// Migrations on both databases.
import { expect, test } from '@jest/globals'
import { migrate } from '../../../src/platform/db/migrate.ts'
import { eachDatabase } from '../../kit/databases.ts'

eachDatabase('migrate', (open) => {
  test('makes every table, and does nothing the second time', async () => {
    const tables = await open().db.introspection.getTables()
    const names = new Set(tables.map((table) => table.name))
    for (const name of ['job', 'actor', 'content', 'notification', 'activity', 'delivery'])
      expect(names).toContain(name)
    expect(await migrate(open())).toEqual([])
  })

  test('keeps out a read connection that writes on SQLite', async () => {
    if (open().dialect !== 'sqlite') return
    await expect(open().db.deleteFrom('job').execute()).rejects.toThrow(/readonly/)
  })
})
