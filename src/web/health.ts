// How a process is: asked by load balancers and containers.
import express, { type Express } from 'express'

/** /health: the process answers. /ready: so do database and queue. Never kept by anybody. */
export function mountHealth(app: Express, ready: () => Promise<boolean>): void {
  app.get('/health', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store')
    response.type('text/plain').send('ok\n')
  })
  app.get('/ready', async (_request, response) => {
    response.setHeader('Cache-Control', 'no-store')
    const good = await ready().catch(() => false)
    response
      .status(good ? 200 : 503)
      .type('text/plain')
      .send(good ? 'ready\n' : 'not ready\n')
  })
}

/** All that a worker says: nobody else has anything to ask of it. */
export function openHealth(ready: () => Promise<boolean>): Express {
  const app = express()
  app.disable('x-powered-by')
  mountHealth(app, ready)
  app.use((_request, response) => void response.status(404).type('text/plain').send('a worker has no pages\n'))
  return app
}
