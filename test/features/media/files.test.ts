// Files of pictures and their rows: whatever is cut off when, no file stays that no picture has.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Tools } from '../../../src/core/context.ts'
import { system } from '../../../src/core/viewer.ts'
import { type PutPicture, recordRemotePictures, recordUpload } from '../../../src/features/media/index.ts'
import { media } from '../../../src/features/media/feature.ts'
import { type FileStore, openFileStore } from '../../../src/platform/files/store.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { Killed, dyingAfter } from '../../kit/dying.ts'
import { person } from '../groups/people-and-groups.ts'

const HOUR = 3_600_000
const sizes = { mimeType: 'image/webp', width: 4, height: 3, bytes: 4 }
const bytes = Buffer.from([0, 1, 2, 3])

eachDatabase(
  'files of pictures',
  (open) => {
    let folder: string
    let store: FileStore
    let world: TestContext
    let jan: TestContext
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'plein-files-'))
      store = openFileStore(folder)
      world = testContext(open(), { viewer: system })
      jan = await person(world, 'jan')
    })
    afterEach(() => rm(folder, { recursive: true, force: true }))

    const put: PutPicture = async ({ full, small }) => {
      await store.put(full, bytes)
      await store.put(small, bytes)
      return { ...sizes, file: full }
    }
    const tools = () => ({ files: store }) as Tools
    const clean = () => media.schedule?.[0]?.run(world, tools())

    /** What the worker does of it: all jobs that are due, each once. @returns how many */
    async function work(names = ['media.remove', 'media.copy']): Promise<number> {
      const due = world.db
        .selectFrom('job')
        .selectAll()
        .where('name', 'in', names)
        .where('runAt', '<=', world.clock.now())
      const jobs = await due.execute()
      for (const { id, name, payload } of jobs) {
        await media.jobs?.[name]?.(world, JSON.parse(payload), tools())
        await world.transaction((tx) => tx.deleteFrom('job').where('id', '=', id).execute())
      }
      return jobs.length
    }

    async function files(): Promise<number> {
      let count = 0
      for await (const key of store.keys()) count += key === '' ? 0 : 1
      return count
    }

    test('of an upload that was cut off before its row was there, an hour later', async () => {
      const kept = await recordUpload(jan, 'Een sloot', put)
      await expect(recordUpload(dyingAfter(jan, 1), 'Een dijk', put)).rejects.toThrow(Killed)
      expect([await files(), await work()]).toEqual([4, 0])
      world.pass(HOUR)
      expect([await work(), await files()]).toEqual([2, 2])
      const row = await world.db.selectFrom('media').select('file').where('id', '=', kept).executeTakeFirstOrThrow()
      expect(await store.get(row.file ?? '')).toEqual(bytes)
    })

    test('of what nothing shows any more, also when nothing came after the row was gone', async () => {
      await recordUpload(jan, 'Een sloot', put)
      world.pass(25 * HOUR)
      await work()
      await clean()
      expect([await files(), await world.db.selectFrom('media').select('id').execute()]).toEqual([2, []])
      expect([await work(), await files()]).toEqual([1, 0])
    })

    test('of a picture from elsewhere that was forgotten while it was copied', async () => {
      const pictures = [{ url: 'https://elders.example/dijk.png', alt: 'Een dijk', mimeType: 'image/png' }]
      const [id] = await world.transaction((tx) => recordRemotePictures(tx, world.clock, pictures, 'elders.example'))
      await store.put(`media/${id?.slice(-2)}/${id}`, bytes)
      await world.transaction((tx) => tx.deleteFrom('media').execute())
      expect([await work(), await files()]).toEqual([1, 0])
    })
  },
  { freshFor: 'test' },
)
