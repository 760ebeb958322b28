// Backup and restore, within one kind of database and across.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { systemClock } from '../../../src/lib/clock.ts'
import { backup, restore } from '../../../src/platform/db/backup.ts'
import { type OpenDatabase, openDatabase } from '../../../src/platform/db/database.ts'
import { openFileStore } from '../../../src/platform/files/store.ts'
import { addJobs } from '../../../src/platform/queue/queue.ts'
import { freshDatabase, freshPlace } from '../../kit/databases.ts'
import { readArchive } from '../../../src/platform/db/archive.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plein-backup-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const facts = { origin: 'http://localhost:1', version: '1' }
const picture = Buffer.from([0, 1, 2, 255])

async function fill(database: OpenDatabase): Promise<void> {
  await database.transaction(async (tx) => {
    const jobs = Array.from({ length: 1500 }, (_, index) => ({
      queue: 'q',
      name: 'n',
      key: `k${index}`,
      payload: { text: 'één 🙂\n"' },
    }))
    await addJobs(tx, systemClock, jobs)
    // A child table that sorts before its parent in the alphabet.
    const created = systemClock.now()
    const actor = { id: 'a1', iri: 'x:a1', type: 'person', local: 1, host: 'h', handle: 'jan', name: 'Jan' }
    const addresses = { url: 'x:u', inbox: 'x:i', fields: '[]', created, updated: created }
    await tx
      .insertInto('actor')
      .values({ ...actor, ...addresses } as never)
      .execute()
    const account = { id: 'c1', personId: 'a1', email: 'jan@h.example', passwordHash: 'x', admin: 0, created }
    await tx
      .insertInto('account')
      .values(account as never)
      .execute()
  })
}

async function rowsOf(database: OpenDatabase) {
  const jobs = await database.db.selectFrom('job').selectAll().orderBy('id').execute()
  const actors = await database.db.selectFrom('actor').selectAll().execute()
  const accounts = await database.db.selectFrom('account').selectAll().execute()
  return { jobs, actors, accounts }
}

describe.each([
  ['sqlite', 'sqlite'],
  ['postgres', 'postgres'],
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const)('backup of %s restored into %s', (from, to) => {
  test('brings back every row, upload and the key; refuses a place that is not empty', async () => {
    const source = await freshDatabase(from)
    const target = await freshPlace(to)
    const restored = openDatabase(target.url)
    try {
      await fill(source.database)
      const config = { ...facts, dataDir: join(folder, 'from') }
      await openFileStore(join(config.dataDir, 'files')).put('media/a.webp', picture)
      await writeFile(join(config.dataDir, 'secret.key'), 'the key')
      const file = join(folder, 'plein.tar.gz')
      expect(await backup(source.database, config, file)).toEqual({ rows: 1502, files: 1 })
      expect((await stat(file)).mode & 0o777).toBe(0o600)

      const place = { ...facts, dataDir: join(folder, 'to') }
      const elsewhere = { ...place, origin: 'http://localhost:2' }
      await expect(restore(restored, elsewhere, file)).rejects.toThrow(/is of http:\/\/localhost:1, .* set ORIGIN/)
      await restore(restored, place, file)
      expect(await rowsOf(restored)).toEqual(await rowsOf(source.database))
      expect(await openFileStore(join(place.dataDir, 'files')).get('media/a.webp')).toEqual(picture)
      expect(await readFile(join(place.dataDir, 'secret.key'), 'utf8')).toBe('the key')
      await expect(restore(restored, place, file)).rejects.toThrow(/not empty/)
    } finally {
      await restored.close()
      await target.remove()
      await source.remove()
    }
  })
})

test('a file that is not there is an error that can be told', async () => {
  const read = async () => {
    for await (const entry of readArchive('/nowhere/plein.tar')) throw new Error(entry.name)
  }
  await expect(read()).rejects.toThrow(/cannot be read.*no such file/)
})

test('a file that was cut short changes nothing', async () => {
  const source = await freshDatabase('sqlite')
  const target = await freshPlace('sqlite')
  const restored = openDatabase(target.url)
  try {
    await fill(source.database)
    const file = join(folder, 'plein.tar.gz')
    await backup(source.database, { ...facts, dataDir: folder }, file)
    await writeFile(file, (await readFile(file)).subarray(0, -40))
    await expect(restore(restored, { ...facts, dataDir: join(folder, 'to') }, file)).rejects.toThrow(/cannot be read/)
    expect(await restored.db.introspection.getTables()).toEqual([])
  } finally {
    await restored.close()
    await target.remove()
    await source.remove()
  }
})

test('what was cut off in the middle of restoring is no plein yet, and is restored by doing it again', async () => {
  const source = await freshDatabase('sqlite')
  const target = await freshPlace('sqlite')
  const restored = openDatabase(target.url)
  try {
    await fill(source.database)
    const from = { ...facts, dataDir: join(folder, 'from') }
    await openFileStore(join(from.dataDir, 'files')).put('media/a.webp', picture)
    await writeFile(join(from.dataDir, 'secret.key'), 'the key')
    const file = join(folder, 'plein.tar.gz')
    await backup(source.database, from, file)
    const place = { ...facts, dataDir: join(folder, 'to') }
    // The key cannot be put: a folder has its name.
    await mkdir(join(place.dataDir, 'secret.key'), { recursive: true })
    await expect(restore(restored, place, file)).rejects.toThrow()
    expect(await restored.db.introspection.getTables()).toEqual([])
    await rm(join(place.dataDir, 'secret.key'), { recursive: true })
    const died = { ...restored, transaction: () => Promise.reject(new Error('the process died here')) }
    await expect(restore(died, place, file)).rejects.toThrow('died')
    expect(await restored.db.selectFrom('actor').selectAll().execute()).toEqual([])
    await openFileStore(join(place.dataDir, 'files')).put('media/b.webp', picture)
    await expect(restore(restored, place, file)).rejects.toThrow(/uploads already \(media\/b\.webp\)/)
    await openFileStore(join(place.dataDir, 'files')).remove('media/b.webp')
    await restore(restored, place, file)
    expect(await rowsOf(restored)).toEqual(await rowsOf(source.database))
    expect(await readFile(join(place.dataDir, 'secret.key'), 'utf8')).toBe('the key')
  } finally {
    await restored.close()
    await target.remove()
    await source.remove()
  }
})

test('a backup holds one moment, while rows are being added', async () => {
  const source = await freshDatabase('sqlite')
  try {
    await fill(source.database)
    let going = true
    async function write(): Promise<void> {
      for (let index = 0; going; index++) {
        await source.database.transaction((tx) =>
          addJobs(tx, systemClock, [
            { queue: 'pair', name: 'n', key: `left${index}`, payload: 1 },
            { queue: 'pair', name: 'n', key: `right${index}`, payload: 1 },
          ]),
        )
        await new Promise(setImmediate)
      }
    }
    const writing = write()
    const file = join(folder, 'plein.tar.gz')
    const { rows } = await backup(source.database, { ...facts, dataDir: folder }, file)
    going = false
    await writing
    // Pairs are written together: an odd number would be half of one.
    expect(rows % 2).toBe(0)
  } finally {
    await source.remove()
  }
})
