// The worker's side of the way in: one received activity → read, trusted, completed, and handed to the rooms.
import { Refusal, Unavailable } from '../core/errors.ts'
import type { JsonObject, KnownActor } from '../core/federation.ts'
import { isObject } from '../lib/json.ts'
import { hostOf, originOf, parseJson } from './json.ts'
import type { Authenticator } from './authenticate.ts'
import { Unreadable, Untrusted } from './errors.ts'
import type { Frame } from './frame.ts'
import { type Arrival, incomingOf } from './incoming.ts'
import { ingestObject, runWithParents } from './ingest.ts'
import { mayTalkTo } from './policy.ts'
import { verifyProof } from './proofs.ts'
import { isActivity, namesOrigin, readActivity, readDocument } from './read.ts'
import { openReceived, type ReceivedRows } from './received.ts'
import type { BudgetedLookup, Resolver } from './resolve.ts'
import { openTakenBack, type TakenBack } from './taken-back.ts'

export interface Handler {
  /** @param iri key of the row in `inbox`. @throws Unavailable to be tried again, and faults of ours. */
  handle(iri: string): Promise<void>
}

export interface HandlerOptions {
  readonly frame: Frame
  readonly resolver: Resolver
  readonly authenticator: Authenticator
}

interface Parts extends HandlerOptions {
  readonly takenBack: TakenBack
  readonly received: ReceivedRows
}

export function openHandler(options: HandlerOptions): Handler {
  const { frame } = options
  const received = openReceived(frame)
  const parts: Parts = { ...options, takenBack: openTakenBack(frame, received), received }

  async function handle(iri: string): Promise<void> {
    const row = await received.find(iri)
    if (!row || row.handled !== null || row.raw === '') return
    try {
      await take(parts, row)
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Unavailable) throw error
      frame.log.info('a received activity was refused', { iri, code: error.code, ...error.params })
    }
    await received.markHandled(iri)
  }

  return { handle }
}

async function take(parts: Parts, row: { raw: string; signerIri: string }): Promise<void> {
  const lookup = parts.resolver.lookup()
  const raw = parseJson(row.raw)
  const read = readActivity(await readDocument(raw))
  const [isWelcome, isTakenBack] = await Promise.all([
    mayTalkTo(parts.frame, hostOf(read.actorIri) ?? ''),
    parts.takenBack.includes(read),
  ])
  if (!isWelcome) throw new Untrusted('that server is blocked here')
  if (isTakenBack) return
  const standing = await standingOf(parts, { raw, activity: read.activity, signerIri: row.signerIri })
  const arrival: Arrival = { read, signerIri: row.signerIri, via: undefined, ...standing }
  if (read.type === 'Announce' && (await takeAnnounce(parts, { arrival, raw }, lookup))) return
  const outcome = await run(parts, arrival, lookup)
  if (outcome === 'ignored') parts.frame.log.debug('nobody here is concerned', { type: read.type, id: read.id })
}

async function run(parts: Parts, arrival: Arrival, lookup: BudgetedLookup): Promise<'done' | 'ignored'> {
  const incoming = await incomingOf(parts.frame, arrival, lookup)
  const outcome = await runWithParents(parts.frame, incoming, lookup)
  // What a group says that somebody said is no reason to turn that somebody away later.
  if (arrival.standing === 'said') await parts.takenBack.remember(arrival.read, outcome)
  return outcome
}

/** Said by its actor (or its actor's server), or proven by it; else a hint. */
async function standingOf(
  parts: Parts,
  given: { raw: JsonObject; activity: JsonObject; signerIri: string },
): Promise<Pick<Arrival, 'standing' | 'proven'>> {
  const { actorIri } = readActivity(given.activity)
  const isSaid = originOf(given.signerIri) !== undefined && originOf(given.signerIri) === originOf(actorIri)
  // A proof of what its actor sent us itself only matters where we may pass it on.
  const mayBePassedOn =
    typeof given.activity['object'] === 'string' || namesOrigin(given.activity, parts.frame.urls.origin)
  if (isSaid && !mayBePassedOn) return { standing: 'said', proven: false }
  const proven = await isProven(parts, given.raw)
  return { standing: isSaid || proven ? 'said' : 'hint', proven }
}

async function isProven(parts: Parts, raw: JsonObject): Promise<boolean> {
  if (raw['proof'] === undefined) return false
  return (await verifyProof(raw, parts.authenticator.findKey, parts.frame.clock.millis())) !== undefined
}

/** Announces of groups are envelopes. @returns false when it is an ordinary one, which the rooms take as it is. */
async function takeAnnounce(
  parts: Parts,
  given: { arrival: Arrival; raw: JsonObject },
  lookup: BudgetedLookup,
): Promise<boolean> {
  const { read, standing } = given.arrival
  const inner = read.object
  if (standing !== 'said') return false
  if (inner && isActivity(inner)) {
    const rawInner = rawObject(given.raw)
    await takeWrapped(parts, { arrival: given.arrival, inner, rawInner }, lookup)
    return true
  }
  if (read.objectIri === undefined || originOf(read.objectIri) === parts.frame.urls.origin) return false
  return takeAnnouncedId(parts, given.arrival, lookup)
}

/** An id only: the rooms first; what none of them knows is fetched, and may turn out to be an activity (Lemmy). */
async function takeAnnouncedId(parts: Parts, arrival: Arrival, lookup: BudgetedLookup): Promise<boolean> {
  const { frame } = parts
  const incoming = await incomingOf(frame, arrival, lookup)
  if ((await runWithParents(frame, incoming, lookup)) === 'done') return true
  if (incoming.actor.type !== 'group' || !(await isEnvelope(frame, incoming.actor))) return true
  const object = await lookup.object(arrival.read.objectIri as string)
  if (object === 'gone') return true
  if (isActivity(object) && !['Create', 'Announce'].includes(String(object['type']))) {
    const read = readActivity(object)
    // It comes from its own server: as good as if that had sent it.
    const said: Arrival = { read, standing: 'said', signerIri: read.id, via: incoming.actor, proven: false }
    await runWithParents(frame, await incomingOf(frame, said, lookup), lookup)
    return true
  }
  await ingestObject(frame, { object, via: incoming.actor }, lookup)
  return true
}

async function takeWrapped(
  parts: Parts,
  given: { arrival: Arrival; inner: JsonObject; rawInner: JsonObject },
  lookup: BudgetedLookup,
): Promise<void> {
  const { frame } = parts
  const { arrival } = given
  if (originOf(arrival.read.id) !== originOf(arrival.read.actorIri)) {
    throw new Untrusted('its id is of another origin than its actor')
  }
  const group = await lookup.needActor(arrival.read.actorIri)
  if (!(await isEnvelope(frame, group))) throw new Untrusted('nobody here follows the group that announces this')
  const read = readActivity(given.inner)
  if (!(await mayTalkTo(frame, hostOf(read.actorIri) ?? ''))) throw new Untrusted('that server is blocked here')
  if (originOf(read.actorIri) === frame.urls.origin) return
  if ((await isSeen(parts, read.id)) || (await parts.takenBack.includes(read))) return
  const proven = await isProven(parts, given.rawInner)
  const unwrapped: Arrival = {
    read,
    standing: proven ? 'said' : 'wrapped',
    signerIri: proven ? read.actorIri : arrival.signerIri,
    via: group,
    proven,
  }
  await run(parts, unwrapped, lookup)
  // The inner activity counts as received: its own bytes prove it, so it can be passed on and need not come again.
  if (proven && read.named) {
    await parts.received.keep({ iri: read.id, raw: JSON.stringify(given.rawInner), signerIri: read.actorIri })
  }
}

/** A group that lives here, or that somebody here follows. */
async function isEnvelope(frame: Frame, group: KnownActor): Promise<boolean> {
  return group.type === 'group' && (group.local || (await frame.actors.isFollowedHere(frame.ctx, group.id)))
}

async function isSeen({ received }: Parts, iri: string): Promise<boolean> {
  const row = await received.find(iri)
  return row !== undefined && row.handled !== null
}

function rawObject(raw: JsonObject): JsonObject {
  const object = raw['object']
  const one = Array.isArray(object) ? (object as JsonObject[])[0] : object
  if (!isObject(one)) throw new Unreadable('its object cannot be read')
  return one
}
