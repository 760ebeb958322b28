// Memory is given back when nothing is done, and only when there is something to give.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { collectWhenIdle } from '../../src/platform/idle-memory.ts'

const node = globalThis as { gc?: unknown }
const real = { gc: node.gc, memoryUsage: process.memoryUsage }
afterEach(() => {
  node.gc = real.gc
  process.memoryUsage = real.memoryUsage
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

test('pages that Node keeps without using them are given back', async () => {
  const megabyte = 1024 * 1024
  const usage = { ...real.memoryUsage(), heapUsed: 50 * megabyte, external: 0 }
  let heapTotal = 50 * megabyte
  process.memoryUsage = Object.assign(() => ({ ...usage, heapTotal }), { rss: real.memoryUsage.rss })
  let collected = 0
  node.gc = () => {
    collected++
    heapTotal = 50 * megabyte
  }
  const end = collectWhenIdle(20)
  while (collected === 0) await sleep(20)
  heapTotal = 70 * megabyte
  while (collected === 1) await sleep(20)
  end()
  expect(heapTotal).toBe(50 * megabyte)
})

test('a Node that was started without it goes on as it is', () => {
  node.gc = undefined
  expect(() => collectWhenIdle(20)()).not.toThrow()
})
