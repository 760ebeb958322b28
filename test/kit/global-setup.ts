// Before a jest run: a PostgreSQL of its own, started when the first test asks for it.
// TEST_POSTGRES_URL in the environment names a server that runs already, and then none is started.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Cluster, startCluster } from './postgres-cluster.ts'

declare global {
  // eslint-disable-next-line no-var
  var stopPostgres: (() => Promise<void>) | undefined
}

export default async function globalSetup(): Promise<void> {
  if (process.env['TEST_POSTGRES_URL']) return
  let cluster: Promise<Cluster> | undefined
  const desk = createServer((_request, answer) => {
    cluster ??= startCluster()
    cluster.then(
      ({ url }) => answer.end(url),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((ready) => desk.listen(0, '127.0.0.1', ready))
  desk.unref()
  process.env['TEST_POSTGRES_DESK'] = `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`
  globalThis.stopPostgres = async () => {
    desk.close()
    desk.closeAllConnections()
    await cluster?.then((started) => started.stop()).catch(() => undefined)
  }
}
