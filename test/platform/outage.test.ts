// What fails again and again is told seldom: at once, then at growing intervals, and when it is over.
import { expect, test } from '@jest/globals'
import { clockFrom } from '../../src/lib/clock.ts'
import { openLog } from '../../src/platform/log.ts'
import { openOutage } from '../../src/platform/outage.ts'

test('an outage of a day is 29 lines, not a line for each try, and its end is one', () => {
  let millis = Date.UTC(2026, 10, 22)
  const lines: { at: number; level: string; message: string; facts: Readonly<Record<string, unknown>> }[] = []
  const begin = millis
  const log = openLog('info', ({ level, message, facts }) => {
    lines.push({ at: (millis - begin) / 60_000, level, message, facts })
  })
  const outage = openOutage({ log, clock: clockFrom(() => millis) }, 'the queue cannot be read')
  outage.over()
  expect(lines).toEqual([])
  while (millis < begin + 24 * 3_600_000) {
    outage.met(new Error('connection refused'))
    millis += 1000
  }
  expect(lines.slice(0, 8).map(({ at }) => at)).toEqual([0, 1, 3, 7, 15, 31, 63, 123])
  expect(lines).toHaveLength(29)
  expect(new Set(lines.map(({ level, message }) => `${level} ${message}`))).toEqual(
    new Set(['error the queue cannot be read']),
  )
  expect(lines[1]?.facts).toMatchObject({ times: 61, seconds: 60, error: { message: 'connection refused' } })
  outage.over()
  outage.over()
  expect(lines.slice(29)).toMatchObject([
    { level: 'warning', message: 'over: the queue cannot be read', facts: { times: 86_400, seconds: 86_400 } },
  ])
  outage.met(new Error('again'))
  expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'the queue cannot be read' })
  expect(lines.at(-1)?.facts).not.toHaveProperty('times')
})
