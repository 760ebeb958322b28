// What another server reads when something is refused: words for whoever built it, never a bare code.
import { expect, test } from '@jest/globals'
import { NotFound, TooLarge, TooMany } from '../../src/core/errors.ts'
import { answerTo, Unreadable } from '../../src/federation/errors.ts'

test('refusals are told in words, with their status', () => {
  expect(answerTo(new Unreadable('this is not JSON'))).toMatchObject({
    status: 400,
    body: { error: 'this is not JSON' },
  })
  expect(answerTo(new TooLarge('activity.tooLarge'))).toMatchObject({
    status: 413,
    body: { error: 'This message from another site is too large.' },
  })
  expect(answerTo(new TooMany(7, 'activity.tooMany'))).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
    body: { error: 'This site receives too many messages. Try again in 7 seconds.' },
  })
  expect(answerTo(new NotFound('actor.notFound'))?.body.error).toBe('This person or group does not exist.')
  expect(answerTo(new Error('a fault of ours'))).toBeUndefined()
})
