// Writing from the command line.
import { expect, test } from '@jest/globals'
import { startServer } from '../../kit/server.ts'

test('a form may be named as if it were a kind', async () => {
  await using plein = await startServer()
  const input = { author: 'bea', title: 'Dag', body: 'Tekst', audience: 'public' }
  expect(await plein.cli('post create', { ...input, kind: 'blog' })).toHaveProperty('id')
})
