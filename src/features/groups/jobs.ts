// Fetches the recent history of a group elsewhere: its outbox, then each thread, in steps that can be taken up again.
import type { Ctx, Tools } from '../../core/context.ts'
import { Refusal, Unavailable } from '../../core/errors.ts'
import type { JobHandler } from '../../core/feature.ts'
import type { Json, JsonObject, KnownActor } from '../../core/federation.ts'
import { idIn } from '../../lib/as2.ts'
import type { ActorId } from '../../lib/id.ts'
import { isObject } from '../../lib/json.ts'
import { sameOrigin } from '../../lib/iri.ts'
import { z } from '../../lib/schema.ts'
import { type Actor, findActor, knownActor, markTried } from '../actors/index.ts'
import { findCommentByIri } from '../comments/index.ts'
import { findContentByIri } from '../content/index.ts'
import { addThreads, continueThread, showProgress } from './commands/keep-history.ts'
import { historyLimits } from './rules.ts'

const ofGroup = z.object({ groupId: z.string() })
const ofActor = z.object({ actorId: z.string() })
const ofThread = ofGroup.extend({ iri: z.string(), from: z.number().default(0) })

/** Reads which threads there are; each becomes a job of its own. */
export const fetchHistory: JobHandler = async (ctx, payload, tools) => {
  const group = await remoteGroup(ctx, ofGroup.parse(payload).groupId)
  if (!group) return
  const facts = await membersOf(group, tools)
  await showProgress(ctx, group.id, { history: 'fetching', ...facts })
  try {
    const items = group.outbox ? await tools.remote.collection(group.outbox, historyLimits.threads) : []
    const iris = items.flatMap((item) => threadIri(item) ?? [])
    await addThreads(ctx, group.id, [...new Set(iris)].toReversed())
  } catch (error) {
    // A page must not go on saying that it is under way while the worker waits to try again.
    await showProgress(ctx, group.id, { history: 'failed' })
    throw error
  }
}

/** A thread's first item and what its context lists, a part at a time. */
export const fetchThread: JobHandler = async (ctx, payload, tools) => {
  const { groupId, iri, from } = ofThread.parse(payload)
  const group = await remoteGroup(ctx, groupId)
  if (!group) return
  const via = knownActor(group)
  try {
    const contextIri = await ingestRoot(ctx, { iri, via }, tools)
    if (contextIri && contextIri !== iri && !contextIri.startsWith(`${ctx.config.origin}/`)) {
      const members = await tools.remote.collection(contextIri, historyLimits.perThread)
      const iris = members.flatMap((member) => idIn(member) ?? []).filter((one) => one !== iri)
      const part = iris.slice(from, from + historyLimits.atOnce)
      for (const one of part) await ingestOne(ctx, { iri: one, via }, tools)
      if (from + part.length < iris.length) {
        await continueThread(ctx, { groupId: group.id, iri, from: from + part.length })
      }
    }
  } catch (error) {
    // One thread that cannot be had must not keep the others from being fetched.
    if (!(error instanceof Refusal)) throw error
    ctx.log.info('a thread of the history was not to be had', { iri, code: error.code })
  }
  await showProgress(ctx, group.id)
}

export const endHistory: JobHandler = async (ctx, payload) => {
  const group = await remoteGroup(ctx, ofGroup.parse(payload).groupId)
  if (group) await showProgress(ctx, group.id, { history: 'done' })
}

async function remoteGroup(ctx: Ctx, groupId: string): Promise<Actor | undefined> {
  const group = await findActor(ctx.db, groupId as ActorId)
  return group?.type === 'group' && group.local === 0 && !group.gone ? group : undefined
}

/** What a group elsewhere says of itself, and how many members it has now. */
export const refreshGroup: JobHandler = async (ctx, payload, tools) => {
  const group = await remoteGroup(ctx, ofActor.parse(payload).actorId)
  if (!group) return
  await markTried(ctx, group.id)
  if (await tools.remote.actor(group.iri, { fresh: true }))
    await showProgress(ctx, group.id, await membersOf(group, tools))
}

/** How many members its own plein says that it has. */
async function membersOf(group: Actor, tools: Tools): Promise<{ memberCount?: number }> {
  if (!group.followersIri) return {}
  try {
    const followers = await tools.remote.object(group.followersIri)
    const total = followers === 'gone' ? undefined : followers['totalItems']
    return typeof total === 'number' && total >= 0 ? { memberCount: Math.min(Math.floor(total), 10_000_000) } : {}
  } catch (error) {
    // A group without a public count is shown without one.
    if (error instanceof Refusal) return {}
    throw error
  }
}

/** @returns the address of the thread's collection */
async function ingestRoot(ctx: Ctx, root: { iri: string; via: KnownActor }, tools: Tools): Promise<string | undefined> {
  const known = await findContentByIri(ctx, root.iri)
  if (known) return known.contextIri
  // Both by the same look-up: it remembers that it had the object from its own origin.
  const { remote } = tools
  const object = await remote.object(root.iri)
  if (object === 'gone') return undefined
  await remote.ingest(object, { via: root.via })
  const inner = isObject(object['object']) ? object['object'] : object
  return idIn(inner['context'])
}

async function ingestOne(ctx: Ctx, one: { iri: string; via: KnownActor }, tools: Tools): Promise<void> {
  if (sameOrigin(one.iri, ctx.config.origin)) return
  if ((await findContentByIri(ctx, one.iri)) || (await findCommentByIri(ctx.db, one.iri))) return
  try {
    const { remote } = tools
    const object = await remote.object(one.iri)
    if (object !== 'gone') await remote.ingest(object, { via: one.via })
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof Unavailable) throw error
    ctx.log.debug('an item of the history was not to be had', { iri: one.iri, code: error.code })
  }
}

/** The first item of a thread, out of Announce{Create{…}}, Announce{…}, Create{…} or the item itself. */
function threadIri(item: Json): string | undefined {
  if (typeof item === 'string') return item
  if (!isObject(item)) return undefined
  const wraps = ['Announce', 'Create'].includes(String(item['type']))
  if (!wraps) return isReply(item) ? undefined : idIn(item)
  return item['object'] === undefined ? undefined : threadIri(item['object'])
}

function isReply(object: JsonObject): boolean {
  return object['inReplyTo'] !== undefined && object['inReplyTo'] !== null
}
