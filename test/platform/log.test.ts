// Log lines: levels, areas, redaction, and both forms.
import { expect, test } from '@jest/globals'
import { asIs, jsonLine, type LogLine, openLog, readableLine } from '../../src/platform/log.ts'

function logged(write: (log: ReturnType<typeof openLog>) => void, level: Parameters<typeof openLog>[0] = 'debug') {
  const lines: LogLine[] = []
  write(openLog(level, (line) => void lines.push(line)))
  return lines
}

test('keeps to its level and names its area', () => {
  const lines = logged((log) => {
    log.debug('no')
    log.info('no')
    log.child('queue').child('claim').warn('yes')
    log.error('yes')
  }, 'warning')
  expect(lines.map(({ level, area }) => [level, area])).toEqual([
    ['warning', 'queue.claim'],
    ['error', ''],
  ])
})

test('hides secrets wherever they are', () => {
  const cause = new Error('connect postgres://plein:hunter2@db/plein')
  const [line] = logged((log) =>
    log.error('GET /invitation?token=hunter2&x=1', {
      password: 'hunter2',
      newPassword: 'hunter2',
      session: { accessToken: 'hunter2', headers: { Authorization: 'hunter2', Cookie: ['hunter2'] } },
      keys: [{ privateKey: 'hunter2' }],
      activity: { type: 'Create', object: 'hunter2' },
      url: 'https://a.example/x?code=hunter2#y',
      header: 'Bearer hunter2',
      pem: '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----',
      error: new Error('failed', { cause }),
      smtp: 'smtps://user:hunter2@mail.example',
      mailbox: 'smtps://plein@town.example:hunter2@mail.example:465',
    }),
  )
  expect(jsonLine(line!)).not.toContain('hunter2')
  expect(readableLine(line!)).not.toContain('hunter2')
  expect(jsonLine(line!)).toContain('postgres://plein:[hidden]@db/plein')
  expect(jsonLine(line!)).toContain('smtps://plein@town.example:[hidden]@mail.example:465')
})

test('keeps what is no secret', () => {
  const addresses = ['https://a.example:443/@jan', 'https://a.example/@jan@b.example:8080', 'smtp://jan@a.example:25']
  const facts = { addresses, activityIri: 'https://a.example/1', tokens: 3, passwordChanged: true, nothing: null }
  const [line] = logged((log) => log.info('done', facts))
  expect(line!.facts).toEqual(facts)
})

test('shows as it is what is meant to be read there', () => {
  const [line] = logged((log) => log.info('mail', { text: asIs('https://plein.example/invitation?token=abc') }))
  expect(line!.facts).toEqual({ text: 'https://plein.example/invitation?token=abc' })
})

test('shows what is meant to be read there at any level: without it nobody gets in', () => {
  const lines = logged((log) => {
    log.info('hello')
    log.info('open this link', { link: asIs('https://plein.example/setup?token=abc') })
  }, 'error')
  expect(lines.map((line) => line.facts)).toEqual([{ link: 'https://plein.example/setup?token=abc' }])
})

test('survives facts that refer to themselves, are very long, or very deep', () => {
  const loop: Record<string, unknown> = {}
  loop['self'] = loop
  const [line] = logged((log) => log.info('x'.repeat(100_000), { loop, bytes: Buffer.alloc(10), big: 12n }))
  expect(jsonLine(line!).length).toBeLessThan(20_000)
})

test('is one JSON object a line for machines', () => {
  const [line] = logged((log) => log.child('http').info('two\nlines', { error: new Error('no') }))
  const text = jsonLine(line!)
  expect(text).not.toContain('\n')
  expect(JSON.parse(text)).toMatchObject({
    level: 'info',
    area: 'http',
    message: 'two\nlines',
    error: { message: 'no' },
  })
})

test('is readable for people: one line, what has more lines below it', () => {
  const [line] = logged((log) => log.child('mail').info('mail', { to: 'jan@a.example', text: 'Dag\nJan' }))
  const [head, ...below] = readableLine(line!).split('\n')
  expect(head).toMatch(/^\d\d:\d\d:\d\d info +\[mail\] mail to=jan@a\.example$/)
  expect(below).toEqual(['    Dag', '    Jan'])
})

test('shows the stack of an error and of its cause', () => {
  const [line] = logged((log) => log.error('failed', { error: new Error('outer', { cause: new Error('inner') }) }))
  expect(readableLine(line!)).toMatch(/Error: outer[^]*caused by Error: inner/)
})
