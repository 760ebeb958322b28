// The port of a process: left as soon as what is under way is answered, however long connections may be idle.
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from '@jest/globals'
import { closeServer, listen } from '../../../src/platform/http/listen.ts'

test('a request under way is answered, and its connection not kept for another', async () => {
  const hour = 3_600_000
  const asked = Promise.withResolvers<ServerResponse>()
  const server = await listen((_, response) => asked.resolve(response), { host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true })
  const { port } = server.address() as AddressInfo
  const sent = request({ port, host: '127.0.0.1', agent }).end()
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  const response = await asked.promise
  const closed = closeServer(server, hour)
  response.end('ja')
  const [answer] = await answered
  expect(answer.statusCode).toBe(200)
  expect(answer.headers.connection).toBe('close')
  answer.resume()
  await closed
  agent.destroy()
})
