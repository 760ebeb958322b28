// What is said elsewhere about responses: steps and offers come in, and word of how things stand.
import type { Ctx, Tools } from '../../../core/context.ts'
import { Conflict, NotFound, Unavailable } from '../../../core/errors.ts'
import type { Incoming, InboxHandlers, JsonObject } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { idIn, idsIn, textIn, objectsIn, typesIn } from '../../../lib/as2.ts'
import { toInstant } from '../../../lib/clock.ts'
import { withoutFragment } from '../../../lib/iri.ts'
import type { ActorId, ContentId, ResponseId } from '../../../lib/id.ts'
import { findActorByIri } from '../../actors/index.ts'
import { findContent, findContentByIri, knownTo } from '../../content/index.ts'
import { getHost, rememberOurs } from '../../instances/index.ts'
import { hearArrival } from '../commands/arrival.ts'
import { hearForeign, hearSnapshot } from '../commands/hear.ts'
import { takeStep } from '../commands/take-step.ts'
import { turnAway } from '../commands/turn-away.ts'
import { receiveMessage } from '../commands/talk.ts'
import { getCase, situationOf } from '../queries/case.ts'
import { findMessageByIri, type Message } from '../queries/messages.ts'
import { findRow, findRowByIri, findRowByOffer } from '../queries/rows.ts'
import { mayBeginWith } from './invited.ts'
import { readRefusal, SNAPSHOT_TYPE, readSnapshot } from '../rules/snapshot-object.ts'
import { type ReceivedStep, readStep, STEP_TYPE } from '../rules/step-object.ts'

type Outcome = 'done' | 'ignored'

export const responsesInbox: InboxHandlers = {
  Offer: offered,
  Undo: undone,
  Create: created,
  Update: updated,
  Accept: answered,
  Reject: answered,
  Invite: (ctx, incoming, tools) => told(ctx, incoming, tools, incoming.activity['dwv:response']),
}

// ── to the item's plein ─────────────────────────────────────────────────────────────────────────────────────────

async function offered(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const { object } = incoming
  if (!object || !typesIn(object).includes('Agreement')) return 'ignored'
  const own = stepIn(ctx, incoming, incoming.activity['dwv:step'])
  const satisfied = objectsIn(object['stipulates']).flatMap((one) => idIn(one['satisfies']) ?? [])[0]
  const content = await itemAt(ctx, own?.itemIri ?? (satisfied && withoutFragment(satisfied)))
  if (!content) return 'ignored'
  if (own) return takeOurs(ctx, content, incoming, own, incoming.id)
  if (incoming.activity['dwv:step'] !== undefined) throw new Conflict('response.unreadable')
  return takePlain(ctx, { content, incoming, agreement: object })
}

/** FEP-0837 and nothing else: the offer's own id is the name of the step. */
async function takePlain(
  ctx: Ctx,
  given: { content: Content; incoming: Incoming; agreement: JsonObject },
): Promise<Outcome> {
  const { content, incoming, agreement } = given
  const found = await getCase(ctx, { contentId: content.id, respondentId: incoming.actor.id })
  const at = ctx.clock.now()
  const facts = { maker: 'respondent' as const, at, stepIri: incoming.id, placesLeft: 0 }
  const payload = found.flow.wire.fromOffer(agreement, situationOf(found, facts))
  const move = found.flow.wire.moves.Offer
  const step = { iri: incoming.id, itemIri: content.iri, move, made: at, previousIri: undefined, proof: undefined }
  // What does not fit the item is refused like any step that is not right.
  return take(ctx, content, incoming.actor.id, { ...step, maker: 'respondent', payload: payload ?? null }, incoming.id)
}

async function undone(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const own = stepIn(ctx, incoming, incoming.activity['dwv:step'])
  if (own) {
    const content = await itemAt(ctx, own.itemIri)
    return content ? takeOurs(ctx, content, incoming, own) : 'ignored'
  }
  const row = incoming.objectIri ? await findRowByOffer(ctx.db, incoming.objectIri) : undefined
  if (!row || row.respondentId !== incoming.actor.id) return 'ignored'
  const content = await findContent(knownTo(ctx), row.contentId)
  const flow = content && ctx.kinds.find(content.kind)?.flow
  if (!content?.local || !flow) return 'ignored'
  const at = ctx.clock.now()
  const step = { iri: incoming.id, itemIri: content.iri, move: flow.wire.moves.Undo, made: at, payload: {} }
  const plain = { ...step, maker: 'respondent' as const, proof: undefined, previousIri: undefined }
  return take(ctx, content, incoming.actor.id, plain)
}

async function created(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  const { object, actor } = incoming
  if (!object || !idsIn(object['attributedTo']).includes(actor.iri)) return 'ignored'
  if (typesIn(object).includes('Note')) return written(ctx, incoming, object, tools)
  if (!typesIn(object).includes(STEP_TYPE)) return 'ignored'
  const step = stepIn(ctx, incoming, object)
  const content = await itemAt(ctx, step?.itemIri)
  if (!step || !content) return 'ignored'
  return takeOurs(ctx, content, incoming, step)
}

function stepIn(ctx: Ctx, incoming: Incoming, value: unknown): ReceivedStep | undefined {
  const by = objectsIn(value)[0]?.['attributedTo']
  if (by !== undefined && !idsIn(by).includes(incoming.actor.iri)) return undefined
  return readStep(value, incoming.actor.iri, ctx.clock.now())
}

/** An item of this plein. */
async function itemAt(ctx: Ctx, iri: string | undefined): Promise<Content | undefined> {
  const content = iri ? await findContentByIri(knownTo(ctx), iri) : undefined
  return content?.local && ctx.kinds.find(content.kind)?.flow ? content : undefined
}

/** In our own words: its server is held to them from now on. */
async function takeOurs(
  ctx: Ctx,
  content: Content,
  { actor }: Incoming,
  step: ReceivedStep,
  offerIri?: string,
): Promise<Outcome> {
  await rememberSpeaker(ctx, actor.host)
  return take(ctx, content, actor.id, step, offerIri)
}

async function rememberSpeaker(ctx: Ctx, host: string): Promise<void> {
  if ((await getHost(ctx.db, host))?.spokeOurs) return
  await ctx.transaction((tx) => rememberOurs(tx, host, ctx.clock.now()))
}

async function take(
  ctx: Ctx,
  content: Content,
  respondentId: ActorId,
  step: ReceivedStep,
  offerIri?: string,
): Promise<Outcome> {
  const of = { contentId: content.id, respondentId }
  const { response } = await getCase(ctx, of)
  // Who may not see the item learns nothing of it, not even that it is there.
  if (!response && !(await findContent(ctx, content.id))) throw new NotFound('content.notFound')
  if (respondentId === content.authorId) throw new Conflict('response.ownItem')
  const { iri, move, payload, maker, made, proof, previousIri } = step
  const from = { proof, previousIri }
  await takeStep(ctx, { ...of, move, payload, maker, actorId: respondentId, iri, made, offerIri, from })
  return 'done'
}

// ── to the respondent's plein ───────────────────────────────────────────────────────────────────────────────────

async function answered(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  const own = incoming.activity['dwv:response']
  if (own !== undefined) return told(ctx, incoming, tools, own)
  const message = incoming.objectIri ? await findMessageByIri(ctx.db, incoming.objectIri) : undefined
  if (message) return arrived(ctx, incoming, message)
  const offerIri = incoming.objectIri
  const row = offerIri ? await findRowByOffer(ctx.db, offerIri) : undefined
  const content = row && (await findContent(knownTo(ctx), row.contentId))
  if (!row || !offerIri || content?.authorId !== incoming.actor.id) return 'ignored'
  const agreement = objectsIn(incoming.activity['result'])[0] as JsonObject | undefined
  const said =
    incoming.type === 'Accept'
      ? { accepted: agreement ?? {} }
      : { rejected: textIn(incoming.activity['content']) ?? textIn(incoming.activity['summary']) ?? '' }
  await hearForeign(ctx, { contentId: row.contentId, respondentId: row.respondentId, offerIri }, said)
  return 'done'
}

async function updated(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  const { object } = incoming
  if (!object || !typesIn(object).includes(SNAPSHOT_TYPE)) return 'ignored'
  return told(ctx, incoming, tools, object)
}

/** Only the author of the item says how responses to it stand. */
async function told(ctx: Ctx, incoming: Incoming, tools: Tools, value: unknown): Promise<Outcome> {
  const snapshot = readSnapshot(value)
  if (!snapshot || snapshot.authorIri !== incoming.actor.iri) return 'ignored'
  const respondent = await findActorByIri(ctx.db, snapshot.respondentIri)
  if (respondent?.local !== 1) return 'ignored'
  const content = await fetched(ctx, snapshot.itemIri, { incoming, tools })
  if (content?.authorId !== incoming.actor.id) return 'ignored'
  await rememberSpeaker(ctx, incoming.actor.host)
  const of = { contentId: content.id, respondentId: respondent.id }
  if (await mayBeginWith(ctx, of, snapshot)) await hearSnapshot(ctx, of, snapshot)
  else await turnAway(ctx, of, snapshot)
  return 'done'
}

/** The item, fetched when it is not here yet (an invitation may be the first word of it). */
async function fetched(ctx: Ctx, iri: string, by: { incoming: Incoming; tools: Tools }): Promise<Content | undefined> {
  const known = await findContentByIri(knownTo(ctx), iri)
  if (known || iri.startsWith(`${ctx.config.origin}/`)) return known
  const object = await by.tools.remote.object(iri)
  if (object === 'gone') return undefined
  await by.tools.remote.ingest(object, { via: by.incoming.actor })
  return findContentByIri(knownTo(ctx), iri)
}

// ── talk ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function written(ctx: Ctx, incoming: Incoming, object: JsonObject, tools: Tools): Promise<Outcome> {
  const iri = textIn(object['id'])
  const to = ['to', 'cc'].flatMap((key) => idsIn(object[key]))
  if (!iri || to.length !== 1) return 'ignored'
  const of = await talkOf(ctx, incoming, object, tools)
  if (!of) return 'ignored'
  const other = await findActorByIri(ctx.db, to[0] as string)
  if (other?.local !== 1 || !of.parties.includes(other.id) || other.id === incoming.actor.id) return 'ignored'
  const source = objectsIn(object['source'])[0]
  const isMarkdown = source?.['mediaType'] === 'text/markdown'
  await receiveMessage(ctx, of.id, {
    iri,
    source: isMarkdown ? (textIn(source['content']) ?? null) : null,
    html: textIn(object['content']) ?? '',
    created: toInstant(textIn(object['published'])) ?? ctx.clock.now(),
  })
  return 'done'
}

/** The other plein says whether a message of somebody here arrived. */
async function arrived(ctx: Ctx, { type, activity, actor }: Incoming, message: Message): Promise<Outcome> {
  const refusal = type === 'Reject' ? (readRefusal(activity) ?? { code: 'response.notTaken', params: {} }) : null
  return (await hearArrival(ctx, message, actor.id, refusal)) ? 'done' : 'ignored'
}

interface Talk {
  readonly id: ResponseId
  readonly parties: readonly ActorId[]
}

/** By the response that it names; or by the message that it answers, for software that knows nothing of responses. */
async function talkOf(ctx: Ctx, incoming: Incoming, object: JsonObject, tools: Tools): Promise<Talk | undefined> {
  const context = idIn(object['context'])
  const row = context ? await findRowByIri(ctx.db, context) : undefined
  if (row) return partiesOf(ctx, row)
  const answers = idIn(object['inReplyTo'])
  const message = answers ? await findMessageByIri(ctx.db, answers) : undefined
  if (message) {
    const answered = await findRow(ctx.db, message.responseId)
    return answered && partiesOf(ctx, answered)
  }
  if (!context || !context.startsWith(new URL(incoming.actor.iri).origin) || !context.includes('/ap/responses/'))
    return undefined
  // It came before the word of the response itself.
  const document = await tools.remote.object(context)
  if (document !== 'gone') await told(ctx, incoming, tools, document)
  const now = await findRowByIri(ctx.db, context)
  if (!now) throw new Unavailable('response.tooEarly')
  return partiesOf(ctx, now)
}

async function partiesOf(
  ctx: Ctx,
  row: { id: ResponseId; contentId: ContentId; respondentId: ActorId },
): Promise<Talk | undefined> {
  const content = await findContent(knownTo(ctx), row.contentId)
  return content && { id: row.id, parties: [content.authorId, row.respondentId] }
}
