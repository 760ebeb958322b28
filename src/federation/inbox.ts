// The door of the way in: limits, signature, seen before?, one row and one job, 202. Nothing else happens in the request.
import type { Selectable } from 'kysely'
import { TooLarge } from '../core/errors.ts'
import type { JsonObject } from '../core/federation.ts'
import { openBatches } from '../platform/batches.ts'
import type { Tx } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { addJobs } from '../platform/queue/queue.ts'
import { idIn } from '../lib/as2.ts'
import type { Authenticator } from './authenticate.ts'
import { Untrusted } from './errors.ts'
import { type Frame, INBOX_QUEUE } from './frame.ts'
import { hostOf, MAX_BYTES, originOf, parseJson } from './json.ts'
import { orderingKeyOf } from './order.ts'
import { checkHost } from './policy.ts'
import type { Limits } from './rates.ts'
import { verifyProof } from './proofs.ts'
import { type ReadActivity, readActivity, readDocument } from './read.ts'
import { claimedKey, type HeaderReader, type IncomingMessage } from './signatures.ts'
import type { InboxTable } from './tables.ts'
import { classOf } from './trust.ts'

const types = new Set(['application/activity+json', 'application/ld+json', 'application/json'])

const INBOX_JOB = 'inbox.handle'

interface NewRow {
  /** Key of the row: the activity's id, when who brought it may speak for that id. */
  readonly iri: string
  readonly raw: string
  readonly signerIri: string
  readonly orderingKey: string
}

export interface Inbox {
  /** Before the body is read. @throws Refusal */
  knock(head: { headers: HeaderReader; address: string }): void
  /** Resolves when the activity is kept (or was before, or need not be): answer 202. @throws Refusal */
  accept(message: IncomingMessage, address: string): Promise<void>
}

interface Parts {
  readonly frame: Frame
  readonly authenticator: Authenticator
  readonly limits: Limits
}

export function openInbox(parts: Parts): Inbox {
  const { frame, limits } = parts
  const rows = openBatches<NewRow, void>((batch) => writeRows(frame, batch))

  function knock({ headers, address }: { headers: HeaderReader; address: string }): void {
    limits.take('address', address)
    const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (!types.has(type)) throw new Untrusted('send application/activity+json', 415)
    if (Number(headers.get('content-length') ?? 0) > MAX_BYTES) throw new TooLarge('activity.tooLarge')
  }

  async function accept(message: IncomingMessage, address: string): Promise<void> {
    const raw = parseJson(message.body.toString('utf8'))
    await checkClaimedHost(frame, message.headers)
    const row = await admitted(parts, { message, raw, address })
    if (row) await rows.add(row)
  }

  return { knock, accept }
}

async function checkClaimedHost(frame: Frame, headers: HeaderReader): Promise<void> {
  const host = hostOf(claimedKey(headers) ?? '')
  if (host !== undefined) checkHost(frame.mode, await frame.hosts.find(frame.ctx, host))
}

/** The row to keep; undefined: nothing to keep, and nothing wrong. @throws Refusal */
async function admitted(
  parts: Parts,
  knocking: { message: IncomingMessage; raw: JsonObject; address: string },
): Promise<NewRow | undefined> {
  const { frame, limits } = parts
  const { message, raw, address } = knocking
  // A key that we do not know costs a fetch. Those we know come in whatever others at that address (a proxy) do.
  const claimed = claimedKey(message.headers)
  if (!claimed || !(await parts.authenticator.knownKey(claimed))) limits.check('failure', address)
  const signer = await parts.authenticator.authenticate(message)
  if (!signer.ok) {
    if ('gone' in signer && isSelfDelete(raw)) return rowOfLeaver(frame, message, raw)
    limits.take('failure', address)
    throw new Untrusted(signer.reason, 401)
  }
  const { key } = signer
  limits.take('host', hostOf(key.actorIri) ?? key.actorIri)
  const read = readActivity(await readDocument(raw))
  if (originOf(read.actorIri) === frame.urls.origin) return undefined
  const iri = await rowIri(parts, { raw, read, signerIri: key.actorIri })
  return { iri, raw: message.body.toString('utf8'), signerIri: key.actorIri, orderingKey: orderingKeyOf(read) }
}

/**
 * Nobody may use up the id of an activity of another server: what is brought by others, and not proven,
 * is kept under a name of its own.
 */
async function rowIri(
  parts: Parts,
  given: { raw: JsonObject; read: ReadActivity; signerIri: string },
): Promise<string> {
  const { read, signerIri, raw } = given
  const isSaid = originOf(signerIri) === originOf(read.actorIri)
  if (isSaid && (!read.named || originOf(read.id) === originOf(signerIri))) {
    return comesAgain(read) ? `${read.id} ${parts.frame.clock.now()}` : read.id
  }
  if (isSaid) throw new Untrusted('its id is of another origin than its actor')
  if (!read.named || originOf(read.id) !== originOf(read.actorIri))
    throw new Untrusted('what is passed on needs its own id')
  const proof = await verifyProof(raw, parts.authenticator.findKey, parts.frame.clock.millis())
  return proof ? read.id : `${signerIri} ${read.id}`
}

/**
 * Follows and their answers may come again under the same id and mean it: Misskey names a Follow by its two sides, and
 * who waits for an Accept asks again. Each is taken; they settle on what was said last.
 */
function comesAgain(read: ReadActivity): boolean {
  const inner = read.type === 'Undo' ? read.object?.['type'] : undefined
  return classOf(typeof inner === 'string' ? inner : read.type) === 'personal'
}

function isSelfDelete(raw: JsonObject): boolean {
  return raw['type'] === 'Delete' && idIn(raw['object']) !== undefined && idIn(raw['object']) === idIn(raw['actor'])
}

/** Delete of an actor whose key is gone with it: for those that we know, the worker asks its server whether it is so. */
async function rowOfLeaver(frame: Frame, message: IncomingMessage, raw: JsonObject): Promise<NewRow | undefined> {
  const read = readActivity(await readDocument(raw))
  if (originOf(claimedKey(message.headers)) !== originOf(read.actorIri))
    throw new Untrusted('signed by somebody else', 401)
  const known = await frame.actors.findByIri(frame.ctx, read.actorIri)
  if (!known || known.local) return undefined
  return { iri: `gone ${read.id}`, raw: message.body.toString('utf8'), signerIri: '', orderingKey: orderingKeyOf(read) }
}

const insert = prepared((db, { rows }: { rows: readonly Selectable<InboxTable>[] }) =>
  (db as Tx)
    .insertInto('inbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('iri').doNothing())
    .returning('iri'),
)

/** All in one transaction; a job only for those that were not there yet. */
async function writeRows(frame: Frame, batch: readonly NewRow[]): Promise<void[]> {
  const received = frame.clock.now()
  // What comes first counts; jobs keep the order of arrival, rows are sorted so that two writers cannot lock each other.
  const byIri = new Map(batch.toReversed().map((row) => [row.iri, row]))
  const values = [...byIri.values()]
    .map(({ iri, raw, signerIri }) => ({ iri, raw, signerIri, received, handled: null }))
    .toSorted((one, other) => (one.iri < other.iri ? -1 : 1))
  await frame.ctx.transaction(async (tx) => {
    const added = await insert.all(tx, { rows: values })
    const isNew = new Set(added.map(({ iri }) => iri))
    const jobs = batch.filter((row) => isNew.has(row.iri) && byIri.get(row.iri) === row).map(jobOf)
    if (jobs.length > 0) await addJobs(tx, frame.clock, jobs)
  })
  return batch.map(() => undefined)
}

function jobOf(row: NewRow) {
  return {
    queue: INBOX_QUEUE,
    name: INBOX_JOB,
    key: `inbox:${row.iri}`,
    payload: { iri: row.iri },
    orderingKey: row.orderingKey,
  }
}
