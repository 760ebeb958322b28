// Files on disk, by key.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from '../../kit/chance.ts'
import { type FileStore, openFileStore } from '../../../src/platform/files/store.ts'

let folder: string
let store: FileStore
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plein-files-'))
  store = openFileStore(join(folder, 'files'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function keys(): Promise<string[]> {
  const found: string[] = []
  for await (const key of store.keys()) found.push(key)
  return found
}

test('puts, replaces, gets, lists and removes', async () => {
  expect(await store.get('media/ab/a1.webp')).toBeUndefined()
  await store.put('media/ab/a1.webp', Buffer.from('one'))
  await store.put('media/ab/a1.webp', Buffer.from('two'))
  await store.put('b', Buffer.alloc(0))
  expect((await store.get('media/ab/a1.webp'))?.toString()).toBe('two')
  expect((await keys()).toSorted()).toEqual(['b', 'media/ab/a1.webp'])
  await store.remove('media/ab/a1.webp')
  await store.remove('media/ab/a1.webp')
  expect(await store.get('media/ab/a1.webp')).toBeUndefined()
  expect(await store.get('media/ab')).toBeUndefined()
})

test('what a killed process left is no file, and goes with the file that it was for', async () => {
  for (const key of ['media/ab/a1', 'media/ab/a1-small']) await store.put(key, Buffer.from('one'))
  const beside = join(folder, 'files/media/ab')
  for (const name of ['a1~1f', 'a1~2f', 'a1-small~3f']) await writeFile(join(beside, `.unfinished-${name}`), 'on')
  expect((await keys()).toSorted()).toEqual(['media/ab/a1', 'media/ab/a1-small'])
  await store.remove('media/ab/a1')
  expect((await readdir(beside)).toSorted()).toEqual(['.unfinished-a1-small~3f', 'a1-small'])
})

test('has no keys before the first file', async () => {
  expect(await keys()).toEqual([])
})

test.each([
  '',
  '/',
  '../x',
  'a/../../x',
  '/etc/passwd',
  'a//b',
  'A',
  'a b',
  '.hidden',
  'a/.hidden',
  'a..b',
  'a\u0000',
  'a\\b',
  'a/',
  'x'.repeat(91),
])('refuses the key %j', async (key) => {
  await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(/no key/)
  expect(await store.get(key)).toBeUndefined()
  await store.remove(key)
})

test('no key leads out of the folder', async () => {
  const part = fc.constantFrom('..', '.', '/', 'a', '-', '\\', '%2e', '~')
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      await store.put(parts.join(''), Buffer.from('x')).catch(() => undefined)
      expect((await readdir(folder)).filter((name) => name !== 'files')).toEqual([])
    }),
    { numRuns: 100 },
  )
})
