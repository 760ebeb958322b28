// Memory is given back when nothing is done, and only when there is something to give.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { collectWhenIdle } from '../../src/platform/idle-memory.ts'

const node = globalThis as { gc?: unknown }
const real = node.gc
afterEach(() => {
  node.gc = real
})

test('what came since the last time is collected once, as soon as nothing is done', async () => {
  let collected = 0
  node.gc = () => collected++
  const end = collectWhenIdle(20)
  while (collected === 0) await sleep(50)
  const held: Buffer[] = []
  while (collected === 1) {
    held.push(Buffer.alloc(8 * 1024 * 1024, 'x'))
    await sleep(100)
  }
  end()
  for (let count = 0; count < 4; count++) held.push(Buffer.alloc(8 * 1024 * 1024, 'x'))
  await sleep(200)
  expect(collected).toBe(2)
  expect(held.length).toBeGreaterThan(4)
})

test('a Node that was started without it goes on as it is', () => {
  node.gc = undefined
  expect(() => collectWhenIdle(20)()).not.toThrow()
})
