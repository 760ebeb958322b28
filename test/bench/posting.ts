// Posts signed activities as another server does: signed beforehand, kept-alive connections, so many at a time.
import { createHash, createSign, type KeyObject, sign } from 'node:crypto'
import { Agent, request } from 'node:http'

export interface Prepared {
  readonly url: string
  readonly body: string
  readonly headers: Record<string, string>
}

/** @returns milliseconds from the first request to the last answer. @throws Error on an answer other than 2xx. */
export async function postAll(all: readonly Prepared[], concurrency: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  let next = 0
  const start = performance.now()
  async function lane(): Promise<void> {
    for (let one = all[next++]; one; one = all[next++]) await post(one, agent)
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  agent.destroy()
  return performance.now() - start
}

function post({ url, body, headers }: Prepared, agent: Agent): Promise<void> {
  return new Promise((done, failed) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          if (answer.statusCode && answer.statusCode < 300) done()
          else failed(new Error(`${url}: ${answer.statusCode} ${Buffer.concat(parts).toString('utf8').slice(0, 300)}`))
        })
      },
    )
    sent.on('error', failed)
    sent.end(body)
  })
}

/** The same activities for the floor, which verifies an RSA signature over as many bytes, and an Ed25519 one over all. */
export function postFloor(
  all: readonly Prepared[],
  url: string,
  keys: { rsa: KeyObject; ed25519: KeyObject | undefined },
): Prepared[] {
  return all.map(({ body, headers }) => {
    const base = `(request-target): post /inbox digest: ${headers['digest'] ?? ''} date: ${headers['date'] ?? ''}`
    const hashed = createHash('sha256').update(body).digest()
    const proof = keys.ed25519 && sign(null, hashed, keys.ed25519).toString('base64')
    return {
      url,
      body,
      headers: {
        'content-type': 'application/activity+json',
        'x-base': base,
        'x-signature': createSign('sha256').update(base).sign(keys.rsa, 'base64'),
        ...(proof ? { 'x-proof': proof } : {}),
      },
    }
  })
}
