// Everything that is kept of one person, as ActivityStreams: for himself, whatever its audience or state.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import { AS2_CONTEXT } from '../../../lib/as2.ts'
import type { ActorId, CommentId, ContentId } from '../../../lib/id.ts'
import { findAccountOf } from '../../accounts/index.ts'
import { type Actor, actorDocument, findActor } from '../../actors/index.ts'
import { contentFrom, objectOf } from '../../content/index.ts'
import { getAvailability } from '../../klussen/index.ts'
import { mailSettingOf } from '../../notifications/index.ts'
import { getPerson } from '../../people/index.ts'
import type { PersonalExport } from '../rules.ts'
import { AT_ONCE, inPieces } from './in-pieces.ts'
import { consents, messages, responses, steps } from './responses.ts'

const CONTEXT = [AS2_CONTEXT, { dwv: 'https://w3id.org/dwarsverband/ns#', schema: 'http://schema.org#' }]
/** For the person himself; the command line does it for him. @throws NotFound for whoever is no person of this plein */
export async function exportOf(ctx: Ctx, personId: ActorId): Promise<PersonalExport> {
  const own = ctx.viewer.type === 'system' || (ctx.viewer.type === 'person' && ctx.viewer.personId === personId)
  const actor = own ? await findActor(ctx.db, personId) : undefined
  if (!actor?.local || actor.type !== 'person') throw new NotFound('person.notFound')
  return {
    head: {
      '@context': CONTEXT,
      type: 'Collection',
      generator: ctx.config.origin,
      published: ctx.clock.now(),
      attributedTo: actor.iri,
      actor: await profileOf(ctx, actor),
      account: await accountOf(ctx, personId),
      availability: await availabilityOf(ctx, personId),
    },
    lists: {
      posts: posts(ctx, personId),
      comments: comments(ctx, actor),
      reactions: reactions(ctx, actor),
      following: follows(ctx, personId, 'person'),
      groups: follows(ctx, personId, 'group'),
      groupDecisions: standings(ctx, personId),
      savedSearches: savedSearches(ctx, personId),
      responses: responses(ctx, personId),
      responseSteps: steps(ctx, personId),
      responseMessages: messages(ctx, personId),
      consents: consents(ctx, personId),
    },
  }
}

async function profileOf(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const [{ publicKey: _, assertionMethod: __, ...document }, person] = await Promise.all([
    actorDocument(ctx, actor),
    getPerson(ctx.db, actor.id),
  ])
  const { jobTitle, unit, topics } = person
  return { ...document, type: 'Person', 'schema:jobTitle': jobTitle, 'dwv:unit': unit, 'dwv:topics': topics }
}

async function accountOf(ctx: Ctx, personId: ActorId): Promise<JsonObject> {
  const account = await findAccountOf(ctx.db, personId)
  const mail = await mailSettingOf(ctx.db, personId)
  return account ? { email: account.email, locale: account.locale, created: account.created, mail } : { mail }
}

async function availabilityOf({ db }: Ctx, personId: ActorId): Promise<JsonObject | null> {
  const availability = await getAvailability(db, personId)
  return availability ? { ...availability } : null
}

/** Drafts too, and what was taken away by a manager: it is his. */
async function* posts(ctx: Ctx, authorId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('content')
      .selectAll()
      .where('authorId', '=', authorId)
      .where('state', '!=', 'deleted')
      .where((eb) => eb(eb.refTuple('published', 'id'), '>', eb.tuple(after.published, after.id)))
      .orderBy('published')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const row of rows) {
    const content = contentFrom(row, ctx.kinds)
    const { kind, audience, state } = content
    // A kind that this plein no longer has: its words are still his.
    const object = ctx.kinds.find(kind) ? await objectOf(ctx, content) : { type: 'Object', ...plainOf(content) }
    yield { ...object, 'dwv:kind': kind, 'dwv:audience': audience, 'dwv:state': state }
  }
}

function plainOf(content: ReturnType<typeof contentFrom>): JsonObject {
  const { iri, title, html, url, published } = content
  return { id: iri, name: title, content: html, url, published }
}

async function* comments(ctx: Ctx, actor: Actor): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('comment')
      .innerJoin('content', 'content.id', 'comment.contentId')
      .leftJoin('comment as parent', 'parent.id', 'comment.parentId')
      .select(['comment.id', 'comment.iri', 'comment.body', 'comment.html', 'comment.language', 'comment.url'])
      .select(['comment.published', 'comment.edited', 'comment.state', 'content.iri as rootIri', 'content.contextIri'])
      .select('parent.iri as parentIri')
      .where('comment.authorId', '=', actor.id)
      .where('comment.state', '!=', 'deleted')
      .where((eb) => eb(eb.refTuple('comment.published', 'comment.id'), '>', eb.tuple(after.published, after.id)))
      .orderBy('comment.published')
      .orderBy('comment.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const row of rows) {
    const { iri, body, html, language, url, published, edited, state, rootIri, parentIri, contextIri } = row
    yield {
      id: iri,
      type: 'Note',
      attributedTo: actor.iri,
      inReplyTo: parentIri ?? rootIri,
      context: contextIri,
      content: html,
      contentMap: { [language]: html },
      ...(body === null ? {} : { source: { content: body, mediaType: 'text/markdown' } }),
      url,
      published,
      ...(edited ? { updated: edited } : {}),
      'dwv:state': state,
    }
  }
}

async function* reactions(ctx: Ctx, actor: Actor): AsyncGenerator<JsonObject> {
  for (const [type, verb] of [
    ['like', 'Like'],
    ['share', 'Announce'],
  ] as const) {
    const rows = inPieces((after) =>
      ctx.db
        .selectFrom('reaction')
        .select(['reaction.id', 'reaction.iri', 'reaction.created as published'])
        .select((eb) => [
          eb
            .selectFrom('content')
            .select('content.iri')
            .where('content.id', '=', eb.ref('reaction.subjectId').$castTo<ContentId>())
            .as('contentIri'),
          eb
            .selectFrom('comment')
            .select('comment.iri')
            .where('comment.id', '=', eb.ref('reaction.subjectId').$castTo<CommentId>())
            .as('commentIri'),
        ])
        .where('reaction.actorId', '=', actor.id)
        .where('reaction.type', '=', type)
        .where('reaction.id', '>', after.id)
        .orderBy('reaction.id')
        .limit(AT_ONCE)
        .execute(),
    )
    for await (const { iri, published, contentIri, commentIri } of rows) {
      yield { id: iri, type: verb, actor: actor.iri, object: contentIri ?? commentIri, published }
    }
  }
}

/** Whom he follows; of which groups he is a member, and as what. */
async function* follows(ctx: Ctx, followerId: ActorId, type: 'person' | 'group'): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('follow')
      .innerJoin('actor', 'actor.id', 'follow.targetId')
      .select(['follow.id', 'follow.state', 'follow.role', 'follow.created as published'])
      .select(['actor.iri', 'actor.name', 'actor.handle', 'actor.host', 'actor.url'])
      .where('follow.followerId', '=', followerId)
      .where('actor.type', '=', type)
      .where('follow.id', '>', after.id)
      .orderBy('follow.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { iri, name, handle, host, url, state, role, published } of rows) {
    const shared = { id: iri, name, url, webfinger: `${handle}@${host}`, published, 'dwv:state': state }
    yield type === 'group' ? { ...shared, type: 'Group', 'dwv:role': role } : { ...shared, type: 'Person' }
  }
}

/** Groups into which managers invited him, or out of which they keep him. */
async function* standings(ctx: Ctx, personId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('groupStanding')
      .innerJoin('actor', 'actor.id', 'groupStanding.groupId')
      .select(['actor.id', 'actor.iri', 'actor.name', 'actor.url'])
      .select(['groupStanding.standing', 'groupStanding.created as published'])
      .where('groupStanding.personId', '=', personId)
      .where('actor.id', '>', after.id)
      .orderBy('actor.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { iri, name, url, standing, published } of rows) {
    yield { id: iri, type: 'Group', name, url, 'dwv:standing': standing, published }
  }
}

/** What he looks for among klussen, as addresses of the list. */
async function* savedSearches(ctx: Ctx, personId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('savedSearch')
      .select(['id', 'name', 'query', 'notify', 'created as published'])
      .where('personId', '=', personId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { name, query, notify, published } of rows) {
    const url = `${ctx.config.origin}/klussen?${query}`
    yield { type: 'dwv:SavedSearch', name, url, published, 'dwv:notify': notify === 1 }
  }
}
