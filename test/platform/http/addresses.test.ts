// Which addresses are out of bounds.
import { describe, expect, test } from '@jest/globals'
import fc from '../../kit/chance.ts'
import { isPrivateAddress } from '../../../src/platform/http/addresses.ts'

describe('refuses', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '',
    'localhost',
    '1.2.3',
    '0x7f.1',
    'fe80::1%eth0',
  ])('%s', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })
})

describe('lets through', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '2a00:1450:400e::1',
    '2001:4860:4860::8888',
  ])('%s', (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  })
})

test('refuses every form of a loopback and private IPv4 address inside IPv6', () => {
  const octet = fc.integer({ min: 0, max: 255 })
  const ip = fc.tuple(fc.constantFrom('127', '10'), octet, octet, octet).map((parts) => parts.join('.'))
  fc.assert(
    fc.property(ip, fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'), (address, prefix) => {
      expect(isPrivateAddress(address)).toBe(true)
      expect(isPrivateAddress(`${prefix}${address}`)).toBe(true)
    }),
  )
})
