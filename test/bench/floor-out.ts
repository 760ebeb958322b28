// The floor of delivering: signs and posts, nothing else. Prints milliseconds of CPU for one.
// node test/bench/floor-out.ts <port> <hosts> <inboxes per host> <rsa|ed25519>
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { Agent, request } from 'undici'

const [, , port, hosts, perHost, kind] = process.argv as string[]
const isRsa = kind === 'rsa'
const key = isRsa
  ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  : generateKeyPairSync('ed25519').privateKey
const body = JSON.stringify({ type: 'Announce', object: { type: 'Create', content: 'x'.repeat(3000) } })
const dispatcher = new Agent({ connections: 8, keepAliveTimeout: 60_000 })
const inboxes = Array.from({ length: Number(hosts) * Number(perHost) }, (_, index) => {
  const host = `127.0.1.${(index % Number(hosts)) + 1}:${port}`
  return { host, path: `/users/${Math.floor(index / Number(hosts))}/inbox` }
})

async function deliver({ host, path }: { host: string; path: string }): Promise<void> {
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const date = new Date().toUTCString()
  const base = `(request-target): post ${path}\nhost: ${host}\ndate: ${date}\ndigest: ${digest}`
  const signature = sign(isRsa ? 'sha256' : null, Buffer.from(base), key).toString('base64')
  const headers = { 'content-type': 'application/activity+json', date, digest, signature }
  const answer = await request(`http://${host}${path}`, { method: 'POST', body, headers, dispatcher })
  await answer.body.dump()
}

async function round(): Promise<void> {
  let next = 0
  async function lane(): Promise<void> {
    for (let inbox = inboxes[next++]; inbox; inbox = inboxes[next++]) await deliver(inbox)
  }
  await Promise.all(Array.from({ length: 64 }, lane))
}

await round()
const before = process.cpuUsage()
await round()
await round()
const used = process.cpuUsage(before)
process.stdout.write(String((used.user + used.system) / 1000 / (2 * inboxes.length)))
await dispatcher.close()
