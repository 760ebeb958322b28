// What changed between two texts, and that long ones cost little.
import { expect, test } from '@jest/globals'
import { differenceOf, foldSame } from '../../src/lib/difference.ts'

test('lines that came, went and stayed, in order', () => {
  expect(differenceOf('a\nb\nc\nd', 'a\nx\nc\n\nd\ne')).toEqual([
    { change: 'same', text: 'a' },
    { change: 'removed', text: 'b' },
    { change: 'added', text: 'x' },
    { change: 'same', text: 'c' },
    { change: 'same', text: 'd' },
    { change: 'added', text: 'e' },
  ])
  expect(differenceOf('', 'a')).toEqual([{ change: 'added', text: 'a' }])
  expect(differenceOf('a\na', 'a')).toEqual([
    { change: 'same', text: 'a' },
    { change: 'removed', text: 'a' },
  ])
  expect(differenceOf('a', 'a')).toEqual([{ change: 'same', text: 'a' }])
})

test('what did not change is folded but for the lines around a change', () => {
  const old = Array.from({ length: 20 }, (_, at) => `regel ${at}`)
  const young = old.with(10, 'anders')
  expect(foldSame(differenceOf(old.join('\n'), young.join('\n')))).toEqual([
    { change: 'skipped', count: 8 },
    { change: 'same', text: 'regel 8' },
    { change: 'same', text: 'regel 9' },
    { change: 'removed', text: 'regel 10' },
    { change: 'added', text: 'anders' },
    { change: 'same', text: 'regel 11' },
    { change: 'same', text: 'regel 12' },
    { change: 'skipped', count: 7 },
  ])
})

test('texts of 100 kB with a line per few letters cost milliseconds, a changed word in them stays found', () => {
  const old = Array.from({ length: 25_000 }, (_, at) => `${at % 900}`)
  const other = old.toReversed()
  const began = process.threadCpuUsage()
  const whole = differenceOf(old.join('\n'), other.join('\n'))
  const one = differenceOf(old.join('\n'), old.with(12_000, 'anders').join('\n'))
  const { user } = process.threadCpuUsage(began)
  expect(user / 1000).toBeLessThan(500)
  expect(whole.filter((line) => line.change === 'removed').length).toBeGreaterThan(20_000)
  expect(one.filter((line) => line.change !== 'same')).toEqual([
    { change: 'removed', text: old[12_000] },
    { change: 'added', text: 'anders' },
  ])
})
