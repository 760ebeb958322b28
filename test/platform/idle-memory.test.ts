// Memory is given back when nothing is done, and only when there is something to give.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, jest, test } from '@jest/globals'
import { collectWhenIdle } from '../../src/platform/idle-memory.ts'

const real = globalThis.gc
afterEach(() => {
  if (real) globalThis.gc = real
  else delete globalThis.gc
})

test('what came since the last time is collected once, as soon as nothing is done', async () => {
  const gc = jest.fn()
  globalThis.gc = gc as never
  const end = collectWhenIdle(20)
  while (gc.mock.calls.length === 0) await sleep(50)
  await sleep(200)
  expect(gc).toHaveBeenCalledTimes(1)
  const more = Buffer.alloc(32 * 1024 * 1024, 'x')
  while (gc.mock.calls.length === 1) await sleep(50)
  expect(more.length).toBeGreaterThan(0)
  end()
  const most = Buffer.alloc(32 * 1024 * 1024, 'x')
  await sleep(200)
  expect([gc.mock.calls.length, most.length]).toEqual([2, more.length])
})

test('a Node that was started without it goes on as it is', () => {
  delete globalThis.gc
  expect(() => collectWhenIdle(20)()).not.toThrow()
})
