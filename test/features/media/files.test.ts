// Files of pictures and their rows: whatever is cut off when, no file stays that no picture has.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Tools } from '../../../src/core/context.ts'
import { system } from '../../../src/core/viewer.ts'
import { findActor } from '../../../src/features/actors/index.ts'
import { actors } from '../../../src/features/actors/federation/source.ts'
import {
  attach,
  imageKeys,
  placesOf,
  type PutPicture,
  recordCopy,
  recordRemotePictures,
  recordUpload,
} from '../../../src/features/media/index.ts'
import { media } from '../../../src/features/media/feature.ts'
import type { ActorId, MediaId } from '../../../src/lib/id.ts'
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

    describe('of a face from elsewhere', () => {
      const url = 'https://elders.example/eva.png'
      const at = 'https://elders.example/users/eva'
      const eva = {
        id: at,
        type: 'Person',
        preferredUsername: 'eva',
        inbox: `${at}/inbox`,
        icon: { type: 'Image', url },
      }

      async function known(): Promise<{ id: ActorId; mediaId: MediaId }> {
        const { id } = await actors.record(world, eva)
        const { mediaId } = await world.db.selectFrom('attachment').selectAll().executeTakeFirstOrThrow()
        return { id, mediaId }
      }
      const copied = async (mediaId: MediaId) => recordCopy(world, { id: mediaId }, await put(imageKeys(mediaId)))
      const shown = async (id: ActorId) => (await findActor(world.db, id))?.pictureMediaId

      test('when she is gone: nobody may see it any more, and it goes', async () => {
        const { id, mediaId } = await known()
        await copied(mediaId)
        expect([await shown(id), (await placesOf(world.db, mediaId)).onActor]).toEqual([mediaId, true])
        await actors.markGone(world, id)
        expect([await shown(id), (await placesOf(world.db, mediaId)).onActor]).toEqual([null, false])
        world.pass(25 * HOUR)
        await clean()
        expect([await work(['media.remove']), await files()]).toEqual([1, 0])
      })

      test('when she was gone before it was copied: it does not come back', async () => {
        const { id, mediaId } = await known()
        await actors.markGone(world, id)
        // Her going was put down while the copy was: it still found the picture with her.
        await world.transaction((tx) => attach(tx, id, [mediaId]))
        await copied(mediaId)
        expect(await shown(id)).toBeNull()
      })

      test('that the version before was to copy: the host that it stands at shows it', async () => {
        const { mediaId } = await known()
        const asked: unknown[] = []
        const remote = { file: (...what: unknown[]) => Promise.resolve(asked.push(what) && 'gone') }
        await media.jobs?.['media.copy']?.(world, { id: mediaId }, { ...tools(), remote } as never)
        expect(asked).toMatchObject([[url, { shownBy: 'elders.example' }]])
      })
    })
  },
  { freshFor: 'test' },
)
