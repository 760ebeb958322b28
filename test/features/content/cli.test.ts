// Writing from the command line.
import { expect, test } from '@jest/globals'
import { startServer } from '../../kit/server.ts'

test('a kind that does not exist is told at --kind', async () => {
  await using plein = await startServer()
  const input = { author: 'bea', title: 'Dag', body: 'Tekst', audience: 'public' }
  await expect(plein.cli('post create', { ...input, kind: 'raar' })).rejects.toMatchObject({
    fields: { kind: expect.anything() },
  })
  expect(await plein.cli('post create', { ...input, kind: 'blog' })).toHaveProperty('id')
})
