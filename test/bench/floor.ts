// The floors: the least that any server on this stack has to do for the same work. Runs as a process of its own.
// node test/bench/floor.ts <port> <database url> <file with both public keys>
import { createHash, createPublicKey, createVerify, verify as verifyWith } from 'node:crypto'
import { readFileSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import express from 'express'
import pg from 'pg'

const [, , port, databaseUrl, keyFile] = process.argv as [string, string, string, string, string]
const pems = JSON.parse(readFileSync(keyFile, 'utf8')) as { rsa: string; ed25519: string }
const rsa = createPublicKey(pems.rsa)
const ed25519 = createPublicKey(pems.ed25519)
const insert = await openInsert(databaseUrl)
const app = express()
app.disable('x-powered-by')
app.disable('etag')

const pages = new Map<number, string>()
app.get('/page', (request, response) => {
  const size = Number(request.query['size'])
  const page = pages.get(size) ?? 'x'.repeat(size)
  pages.set(size, page)
  response.type('html').send(page)
})

app.post('/inbox', express.text({ type: '*/*', limit: '1mb' }), async (request, response) => {
  const body = request.body as string
  const verify = createVerify('sha256').update(String(request.headers['x-base']))
  if (!verify.verify(rsa, String(request.headers['x-signature']), 'base64')) return void response.status(401).end()
  const proof = request.headers['x-proof']
  if (proof !== undefined && !isProven(body, String(proof))) return void response.status(401).end()
  const activity = JSON.parse(body) as { id: string }
  await insert(activity.id, body)
  response.status(202).end()
})

function isProven(body: string, proof: string): boolean {
  return verifyWith(null, createHash('sha256').update(body).digest(), ed25519, Buffer.from(proof, 'base64'))
}

app.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))

async function openInsert(url: string): Promise<(id: string, raw: string) => Promise<void>> {
  if (url.startsWith('sqlite:')) {
    const database = new SqliteDatabase(url.slice('sqlite:'.length))
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.exec('create table if not exists floor (id text primary key, raw text)')
    const statement = database.prepare('insert into floor values (?, ?)')
    return async (id, raw) => void statement.run(id, raw)
  }
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query('create table if not exists floor (id text primary key, raw text)')
  return async (id, raw) =>
    void (await pool.query({ name: 'floor', text: 'insert into floor values ($1, $2)', values: [id, raw] }))
}
