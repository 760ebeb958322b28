// A port for a process that is told its port beforehand.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Free now, and below the range from which systems hand out ports, so that nobody gets it by chance before it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
