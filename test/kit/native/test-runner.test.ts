// Suites run one after another in a process: what one may not leave behind there, and how what goes wrong is shown.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { expect, test } from '@jest/globals'
import { Icon } from '../../../views/ds/icon.tsx'
import { ROOT } from '../modules.ts'
import { leftBehind, leftBehindSince, tracesNow } from './left-behind.ts'

test('what changed, went or came is left behind; a library that put something there, or what was cleared away, is not', () => {
  const functions = { fetch, structuredClone }
  const before = new Map<string, unknown>([
    ['process.cwd()', '/plein'],
    ['process.env.PORT', '1'],
    ['process.env.HOST', 'a'],
    ['TCPServerWrap', 1],
    ['ProcessWrap', 2],
    ['fetch', functions.fetch],
  ])
  expect(leftBehind(before, new Map(before))).toEqual([])
  const after = new Map<string, unknown>([
    ['process.cwd()', '/elsewhere'],
    ['process.env.PORT', '2'],
    ['process.env.MAIL', 'b'],
    ['TCPServerWrap', 2],
    ['ProcessWrap', 1],
    ['FSEventWrap', 1],
    ['fetch', functions.structuredClone],
    ['JsonLdProcessor', functions.structuredClone],
  ])
  const left = ['process.cwd()', 'process.env.PORT', 'process.env.HOST', 'TCPServerWrap', 'fetch', 'process.env.MAIL']
  expect(leftBehind(before, after)).toEqual([...left, 'FSEventWrap'])
})

test('a setting, a listener and a server are seen, and waited for when they are about to go', async () => {
  const before = tracesNow()
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const listener = () => undefined
  process.env['TEST_OF_TESTS'] = 'there'
  const { now } = Date
  Date.now = () => 0
  process.on('SIGWINCH', listener)
  const left = leftBehind(before, tracesNow())
  Date.now = now
  setTimeout(() => {
    server.close()
    process.off('SIGWINCH', listener)
    delete process.env['TEST_OF_TESTS']
  }, 20)
  expect(left.toSorted()).toEqual(['Date.now', 'TCPServerWrap', 'process.env.TEST_OF_TESTS', `process.on('SIGWINCH')`])
  expect(await leftBehindSince(before)).toEqual([])
})

test('what goes wrong in a page is shown with its path and line', () => {
  const props = {
    get name(): string {
      throw new Error('no name')
    },
  }
  let stack = ''
  try {
    Icon(props)
  } catch (error) {
    stack = String((error as Error).stack)
  }
  const [, path, line] = /\(([^():]*\/icon\.tsx):(\d+)/.exec(stack) ?? []
  expect(path).toBe(`${ROOT}views/ds/icon.tsx`)
  expect(readFileSync(path as string, 'utf8').split('\n')[Number(line) - 1]).toContain('function Icon(')
})
