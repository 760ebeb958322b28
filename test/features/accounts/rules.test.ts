// What is a good password and a real e-mail address, and how tries are slowed down.
import { expect, test } from '@jest/globals'
import { emailFault, passwordFault, waitAfter } from '../../../src/features/accounts/index.ts'

test('passwords: long enough, not what everybody tries, not oneself', () => {
  expect(passwordFault('paarse fiets onder de brug')).toBeUndefined()
  expect(passwordFault('elf tekens!')).toBe('account.passwordShort')
  expect(passwordFault('x'.repeat(201))).toBe('account.passwordLong')
  for (const common of [
    'Welkom123456!',
    'W@chtwoord2026',
    'Passw0rd12345',
    'aaaaaaaaaaaaa',
    'abcdefghijklm',
    '1234567890123',
    'qwertyuiopas',
  ]) {
    expect([common, passwordFault(common)]).not.toEqual([common, undefined])
  }
  expect(passwordFault('anna.devries2026', ['anna.devries@x.example'])).toBe('account.passwordPersonal')
})

test('e-mail addresses', () => {
  for (const good of ['a@b', "jan.o'neil+x@sub.gemeente.nl", 'ü@voorbeeld.nl']) expect(emailFault(good)).toBeUndefined()
  for (const bad of ['', 'a', 'a@', '@b', 'a b@c', 'a@b..c', 'a@b,c@d', 'a@b\r\nBcc: x@y'])
    expect(emailFault(bad)).toBeDefined()
})

test('each try after the free ones waits twice as long, up to five minutes', () => {
  expect([4, 5, 6, 7, 30].map((count) => waitAfter(count, 5))).toEqual([0, 1000, 2000, 4000, 300_000])
})
