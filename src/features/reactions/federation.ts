// "Nuttig" and delen on the wire: Like, Announce, and Undo of either.
import type { Ctx, Tools } from '../../core/context.ts'
import {
  type FederationDoor,
  type Forward,
  type Incoming,
  type JsonObject,
  type KnownActor,
  type Outgoing,
  PUBLIC,
} from '../../core/federation.ts'
import type { Content } from '../../core/kind.ts'
import { idIn, idsIn, objectsIn, typesIn } from '../../lib/as2.ts'
import type { ActorId } from '../../lib/id.ts'
import { sameOrigin } from '../../lib/iri.ts'
import { findActor, findActorsByIri, isFollowedHere } from '../actors/index.ts'
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

/** Of whom a Like names, so many are looked at. */
const MAX_NAMED = 20

export const reactionsFederation: FederationDoor = {
  inbox: { Like: liked, Announce: shared, Undo: undone },
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

async function liked(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Outcome> {
  const known = await subjectByIri(ctx, incoming.objectIri)
  if (known || !(await isInGroupOfOurs(ctx, incoming))) return given(incoming, known, { ctx, type: 'like' })
  // It overtook what it is about.
  return given(incoming, await fetched(ctx, incoming, { via: incoming.via, tools }), { ctx, type: 'like' })
}

/** A group that lives here, or that somebody here follows, passes it on or is named in it. */
async function isInGroupOfOurs(ctx: Ctx, { via, activity }: Incoming): Promise<boolean> {
  if (via) return true
  const named = ['audience', 'to', 'cc'].flatMap((key) => idsIn(activity[key])).filter((iri) => iri !== PUBLIC)
  const groups = (await findActorsByIri(ctx.db, named.slice(0, MAX_NAMED))).filter(({ type }) => type === 'group')
  for (const group of groups) if (group.local === 1 || (await isFollowedHere(ctx.db, group.id))) return true
  return false
}

/** What a reaction is about, from its own server, taken in as if it had arrived. */
async function fetched(
  ctx: Ctx,
  { objectIri }: Incoming,
  { via, tools }: { via: KnownActor | undefined; tools: Tools },
): Promise<Subject | undefined> {
  if (objectIri === undefined || sameOrigin(objectIri, ctx.config.origin)) return undefined
  const object = await tools.remote.object(objectIri)
  if (object === 'gone') return undefined
  await tools.remote.ingest(object, via ? { via } : {})
  return subjectByIri(ctx, objectIri)
}

async function given(
  incoming: Incoming,
  subject: Subject | undefined,
  { ctx, type }: { ctx: Ctx; type: ReactionType },
): Promise<Outcome> {
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
  const known = await subjectByIri(ctx, incoming.objectIri)
  if (known) return given(incoming, known, { ctx, type: 'share' })
  if (!(await isFollowedHere(ctx.db, incoming.actor.id))) return 'ignored'
  const subject = await fetched(ctx, incoming, { via: incoming.actor, tools })
  return subject ? given(incoming, subject, { ctx, type: 'share' }) : 'done'
}

async function undone(ctx: Ctx, incoming: Incoming): Promise<Outcome> {
  const inner = incoming.object ?? objectsIn(incoming.activity['object'])[0]
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
