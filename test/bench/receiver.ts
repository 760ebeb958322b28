// Two hundred hosts at once (127.0.1.1 and on): takes every POST, and tells how many there were.
// node test/bench/receiver.ts <port>
import { createServer } from 'node:http'

let count = 0
const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end(String(count))
  request.resume().on('end', () => {
    count++
    response.writeHead(202).end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(Number(process.argv[2]), '0.0.0.0', () => process.stdout.write('ready\n'))
