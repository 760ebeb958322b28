// GET of an activity that we emitted: its bytes as they were sent, for as long as its object lives and for whom it was meant.
import type { Ctx } from '../core/context.ts'
import { type DocumentSource, type Found, type JsonObject, PUBLIC } from '../core/federation.ts'
import { isId } from '../lib/id.ts'
import type { Urls } from '../lib/urls.ts'
import { idsIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import type { Frame } from './frame.ts'
import { hostOf, parseJson } from './json.ts'
import { matcherOf } from './routes.ts'

/** These say that something is gone or taken back: they outlive their object. */
const outliving = new Set(['Delete', 'Undo', 'Remove', 'Reject', 'Block', 'Leave'])

/** @param sources of the rooms: the object's own source says who may see it. */
export function activitySource(frame: Frame, sources: readonly DocumentSource[]): DocumentSource {
  const match = matcherOf(sources)

  async function find(ctx: Ctx, params: Readonly<Record<string, string>>): Promise<Found | undefined> {
    const id = params['id'] ?? ''
    if (!isId(id)) return undefined
    const row = await frame.ctx.db
      .selectFrom('activity')
      .select(['json', 'type', 'objectIri', 'actorId'])
      .where('iri', '=', frame.urls.activity(id))
      .executeTakeFirst()
    if (!row) return undefined
    const document = parseJson(row.json)
    const object = outliving.has(row.type) ? undefined : await objectOf(ctx, row.objectIri)
    if (object?.type === 'gone') return object
    const isPublic = addressees(document).includes(PUBLIC)
    if (object === undefined && !outliving.has(row.type) && isLocalObject(row.objectIri)) return undefined
    const maySee = isPublic || (await isMeantFor(frame, ctx, { document, actorId: row.actorId }))
    if (!maySee) return undefined
    const page = object?.type === 'document' ? object.page : undefined
    return { type: 'document', document, public: isPublic, ...(page === undefined ? {} : { page }) }
  }

  function isLocalObject(iri: string): boolean {
    return iri.startsWith(`${frame.urls.origin}/ap/objects/`)
  }

  async function objectOf(ctx: Ctx, iri: string): Promise<Found | undefined> {
    if (!isLocalObject(iri)) return undefined
    const matched = match(iri.slice(`${frame.urls.origin}/ap/`.length).split(/[?#]/)[0] ?? '')
    return matched?.source.find(ctx, matched.params, {}, frame.urls as Urls)
  }

  return { path: 'activities/:id', find }
}

function addressees(document: JsonObject): string[] {
  const object = isObject(document['object']) ? document['object'] : {}
  return ['to', 'cc'].flatMap((key) => [...idsIn(document[key]), ...idsIn(object[key])])
}

/** Addressed to an actor at the viewer's host, or to followers of the sender, of whom that host has one. */
async function isMeantFor(
  frame: Frame,
  ctx: Ctx,
  given: { document: JsonObject; actorId: Parameters<Frame['actors']['hasFollowerAt']>[1] },
): Promise<boolean> {
  const { viewer } = ctx
  if (viewer.type === 'system') return true
  if (viewer.type !== 'remote') return false
  const to = addressees(given.document)
  if (to.some((iri) => hostOf(iri) === viewer.host)) return true
  const goesToFollowers = to.some((iri) => iri.startsWith(`${frame.urls.actor(given.actorId)}/followers`))
  return goesToFollowers && frame.actors.hasFollowerAt(frame.ctx, given.actorId, viewer.host)
}
