// What a person responded to items, did in it, wrote about it, and asked a manager.
import type { Ctx } from '../../../core/context.ts'
import type { Json, JsonObject } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { AT_ONCE, inPieces } from './in-pieces.ts'

/** How his responses stand, as far as he may know it. */
export async function* responses(ctx: Ctx, personId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('response')
      .innerJoin('content', 'content.id', 'response.contentId')
      .select(['response.id', 'response.iri', 'response.state', 'response.data', 'response.created as published'])
      .select(['content.iri as item', 'content.kind', 'content.title', 'response.moved'])
      .where('response.respondentId', '=', personId)
      .where('response.id', '>', after.id)
      .orderBy('response.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { iri, state, data, published, item, kind, title, moved } of rows) {
    const flow = ctx.kinds.find(kind)?.flow
    const known = flow?.visible(flow.schema.parse(JSON.parse(data)), 'respondent', ctx.clock.now())
    const named = iri ? { id: iri } : {}
    const own = { 'dwv:item': item, 'dwv:state': state, 'dwv:data': (known ?? null) as Json }
    yield { ...named, type: 'dwv:Response', name: title, published, updated: moved, ...own }
  }
}

/** What he did himself, in his responses and in those on his items. */
export async function* steps(ctx: Ctx, personId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('responseStep')
      .innerJoin('response', 'response.id', 'responseStep.responseId')
      .innerJoin('content', 'content.id', 'response.contentId')
      .select(['responseStep.id', 'responseStep.iri', 'move', 'payload', 'made as published', 'outcome'])
      .select('content.iri as item')
      .where('responseStep.actorId', '=', personId)
      .where('responseStep.id', '>', after.id)
      .orderBy('responseStep.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { iri, move, payload, published, outcome, item } of rows) {
    const own = {
      'dwv:item': item,
      'dwv:move': move,
      'dwv:payload': JSON.parse(payload) as Json,
      'dwv:outcome': outcome,
    }
    yield { id: iri, type: 'dwv:Step', published, ...own }
  }
}

/** What he wrote to the other one. */
export async function* messages(ctx: Ctx, authorId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('responseMessage')
      .innerJoin('response', 'response.id', 'responseMessage.responseId')
      .select(['responseMessage.id', 'responseMessage.iri', 'html', 'body', 'responseMessage.created as published'])
      .select('response.iri as context')
      .where('authorId', '=', authorId)
      .where('responseMessage.id', '>', after.id)
      .orderBy('responseMessage.id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { iri, html, body, published, context } of rows) {
    const source = body === null ? {} : { source: { content: body, mediaType: 'text/markdown' } }
    yield { id: iri, type: 'Note', context, content: html, ...source, published }
  }
}

/** Whom he named as his manager, and what came of it. */
export async function* consents(ctx: Ctx, personId: ActorId): AsyncGenerator<JsonObject> {
  const rows = inPieces((after) =>
    ctx.db
      .selectFrom('consent')
      .select(['id', 'managerName', 'managerEmail', 'state', 'words', 'decided', 'asked as published'])
      .where('personId', '=', personId)
      .where('id', '>', after.id)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute(),
  )
  for await (const { id: _, ...consent } of rows) yield { type: 'dwv:Consent', ...consent }
}
