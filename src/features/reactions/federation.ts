// "Nuttig" and delen on the wire: Like, Announce, and Undo of either.
import type { Ctx, Tools } from '../../core/context.ts'
import {
  type FederationDoor,
  type Forward,
  type Incoming,
  type JsonObject,
  type Outgoing,
  PUBLIC,
} from '../../core/federation.ts'
import type { Content } from '../../core/kind.ts'
import { idIn, thingsIn, typesIn } from '../../lib/as2.ts'
import type { ActorId } from '../../lib/id.ts'
import { findActor, isFollowedHere } from '../actors/index.ts'
import { type Comment, findComment, findCommentByIri } from '../comments/index.ts'
import {
  distribution,
  findContent,
  findContentByIri,
  knownTo,
  ownRecipients,
  placeOf,
  travels,
} from '../content/index.ts'
import { addReaction, removeReaction } from './commands.ts'
import { findReaction, findReactionByIri } from './queries.ts'
import type { ReactionType } from './rules.ts'

type Outcome = 'done' | 'ignored'
type Said = readonly (Outgoing | Forward)[]

export const reactionsFederation: FederationDoor = {
  inbox: { Like: (ctx, incoming) => given(ctx, incoming, 'like'), Announce: shared, Undo: undone },
  outbox: {
    'reaction.added': async (ctx, { payload }) => {
      const reaction = await findReaction(ctx.db, payload.reactionId)
      return reaction ? saidOf(ctx, { ...reaction, undo: false, activityIri: payload.activityIri }) : []
    },
    'reaction.removed': (ctx, { payload }) => saidOf(ctx, { ...payload, undo: true }),
  },
}

// ── the way out ─────────────────────────────────────────────────────────────────────────────────────────────────

interface Saying {
  readonly iri: string
  readonly subjectId: string
  readonly actorId: ActorId
  readonly type: ReactionType
  readonly undo: boolean
  readonly activityIri?: string | undefined
}

async function saidOf(ctx: Ctx, saying: Saying): Promise<Said> {
  const subject = await subjectById(ctx, saying.subjectId)
  const actor = await findActor(ctx.db, saying.actorId)
  if (!subject || !actor || !travels(subject.content.audience)) return []
  const { content, iri, authorId } = subject
  const place = await placeOf(ctx, { authorId: saying.actorId, groupId: content.groupId, audience: content.audience })
  const onlyWrapped = (source: Forward['source']) =>
    saying.type === 'like' ? distribution({ place, objectIri: iri, source }).filter((one) => one.slot === 'wrap') : []
  if (saying.activityIri) return onlyWrapped({ activityIri: saying.activityIri })
  if (actor.local !== 1) return []
  const author = await findActor(ctx.db, authorId)
  const followers = actor.followersIri ?? `${actor.iri}/followers`
  const said =
    saying.type === 'share'
      ? { to: [PUBLIC], cc: [followers, ...(author ? [author.iri] : [])] }
      : { to: author ? [author.iri] : [], cc: place.group ? [place.group.iri] : [] }
  const verb = { type: saying.type === 'like' ? 'Like' : 'Announce', actor: actor.iri, object: iri }
  const audience = place.group && saying.type === 'like' ? { audience: place.group.iri } : {}
  const undo = { type: 'Undo', actor: actor.iri, object: { id: saying.iri, ...verb } }
  const own: Outgoing = {
    slot: 'own',
    actorId: actor.id,
    objectIri: iri,
    activity: { ...(saying.undo ? undo : verb), ...said, ...audience },
    to:
      saying.type === 'share'
        ? { followersOf: [actor.id], actors: [authorId] }
        : ownRecipients(place, { starts: false, actors: [authorId] }),
  }
  return [own, ...onlyWrapped({ slot: 'own' })]
}

interface Subject {
  readonly id: string
  readonly iri: string
  readonly authorId: ActorId
  readonly content: Content
}

async function subjectById(ctx: Ctx, id: string): Promise<Subject | undefined> {
  const content = await findContent(knownTo(ctx), id)
  if (content) return { id, iri: content.iri, authorId: content.authorId, content }
  return subjectOf(ctx, await findComment(ctx.db, id))
}

async function subjectByIri(ctx: Ctx, iri: string | undefined): Promise<Subject | undefined> {
  if (!iri) return undefined
  const content = await findContentByIri(knownTo(ctx), iri)
  if (content) return { id: content.id, iri, authorId: content.authorId, content }
  return subjectOf(ctx, await findCommentByIri(ctx.db, iri))
}

async function subjectOf(ctx: Ctx, comment: Comment | undefined): Promise<Subject | undefined> {
  const content = comment && (await findContent(knownTo(ctx), comment.contentId))
  return comment && content && { id: comment.id, iri: comment.iri, authorId: comment.authorId, content }
}

// ── the way in ──────────────────────────────────────────────────────────────────────────────────────────────────

async function given(ctx: Ctx, incoming: Incoming, type: ReactionType): Promise<Outcome> {
  const subject = await subjectByIri(ctx, incoming.objectIri)
  if (!subject || !maySpeakFor(incoming, subject.content)) return 'ignored'
  await addReaction(ctx, { subjectId: subject.id, type, remote: { iri: incoming.id, activityIri: incoming.id } })
  return 'done'
}

/** A group's word for what others think, where they did not prove it, counts in that group only. */
function maySpeakFor(incoming: Incoming, content: Content): boolean {
  return incoming.via?.type !== 'group' || incoming.proven || content.groupId === incoming.via.id
}

/** A person shares: what we do not have is fetched when somebody here follows that person. */
async function shared(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  if (incoming.actor.type !== 'person' || !incoming.objectIri) return 'ignored'
  if (await subjectByIri(ctx, incoming.objectIri)) return given(ctx, incoming, 'share')
  const ours = incoming.objectIri.startsWith(`${ctx.config.origin}/`)
  if (ours || !(await isFollowedHere(ctx.db, incoming.actor.id))) return 'ignored'
  const object = await tools.remote.object(incoming.objectIri)
  if (object === 'gone') return 'done'
  await tools.remote.ingest(object, { via: incoming.actor })
  return (await subjectByIri(ctx, incoming.objectIri)) ? given(ctx, incoming, 'share') : 'done'
}

async function undone(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const inner = incoming.object ?? thingsIn(incoming.activity['object'])[0]
  const iri = incoming.objectIri ?? idIn(incoming.activity['object'])
  const known = iri ? await findReactionByIri(ctx.db, iri) : undefined
  if (known) {
    const subject = await subjectById(ctx, known.subjectId)
    if (known.actorId !== incoming.actor.id || (subject && !maySpeakFor(incoming, subject.content))) return 'ignored'
    return takeBack(ctx, incoming, { subjectId: known.subjectId, type: known.type })
  }
  const type = inner && typeOf(inner as JsonObject)
  const subject = type ? await subjectByIri(ctx, idIn(inner?.['object'])) : undefined
  return type && subject && maySpeakFor(incoming, subject.content)
    ? takeBack(ctx, incoming, { subjectId: subject.id, type })
    : 'ignored'
}

function typeOf(activity: JsonObject): ReactionType | undefined {
  const types = typesIn(activity)
  return types.includes('Like') ? 'like' : types.includes('Announce') ? 'share' : undefined
}

async function takeBack(
  ctx: Ctx,
  incoming: Incoming,
  what: { subjectId: string; type: ReactionType },
): Promise<Outcome> {
  await removeReaction(ctx, { ...what, remote: { iri: incoming.id, activityIri: incoming.id } })
  return 'done'
}
