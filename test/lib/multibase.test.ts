// Multibase and Multikey as text, there and back, against known values.
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { ed25519Key, ed25519Multibase, fromMultibase, toMultibase } from '../../src/lib/multibase.ts'

describe('multibase base58btc', () => {
  test('known values (draft-msporny-base58)', () => {
    expect(toMultibase(Buffer.from('Hello World!'))).toBe('z2NEpo7TZRRrLZSi2U')
    expect(toMultibase(Buffer.from('0000287fb4cd', 'hex'))).toBe('z11233QC4')
    expect(fromMultibase('z11233QC4')?.toString('hex')).toBe('0000287fb4cd')
  })

  test('what is none is refused', () => {
    for (const bad of ['', 'x1', 'z0', 'zI', 'z6Mk 1']) expect(fromMultibase(bad)).toBeUndefined()
    expect(ed25519Key('z6Mk')).toBeUndefined()
    expect(ed25519Key('z2NEpo7TZRRrLZSi2U')).toBeUndefined()
  })

  test('a key there and back', () => {
    const { publicKey } = generateKeyPairSync('ed25519')
    const text = ed25519Multibase(publicKey)
    expect(text).toMatch(/^z6Mk/)
    expect(ed25519Key(text)?.equals(publicKey)).toBe(true)
  })
})
