// A received object → what our commands take: which kind, which group, for whom, and whether anybody here is concerned.
import { type Audience, audiences } from '../../../core/access.ts'
import type { Ctx, Tools } from '../../../core/context.ts'
import { type Incoming, type JsonObject, type KnownActor, PUBLIC } from '../../../core/federation.ts'
import type { AnyKind, Content, ReceivedDraft } from '../../../core/kind.ts'
import { idsIn, languageIn, pageIn, textIn, objectsIn, typesIn, withAddressing } from '../../../lib/as2.ts'
import { toInstant } from '../../../lib/clock.ts'
import { parseIri } from '../../../lib/iri.ts'
import type { ActorId } from '../../../lib/id.ts'
import { type Actor, findActor, findActorsByIri, followersIriOf, isFollowedHere } from '../../actors/index.ts'
import { findGroupRules } from '../../groups/index.ts'
import { getHost } from '../../instances/index.ts'
import { limits, type RemoteContent, type RemoteImage } from '../rules/content.ts'

export interface Received {
  readonly kind: AnyKind
  readonly draft: ReceivedDraft<unknown>
  readonly groupId: ActorId | null
  readonly audience: Audience
  readonly source: string
  readonly remote: RemoteContent
}

/** Said to some people only, or not said to be read: these are no items, whatever else they hold. */
const noItems = new Set([
  'Person',
  'Group',
  'Organization',
  'Service',
  'Application',
  'ChatMessage',
  'EncryptedMessage',
  'Tombstone',
  'Relationship',
  'Collection',
  'OrderedCollection',
])

/**
 * The kind and its draft. What no kind here takes, but has a title or text, is read as a bericht: a newer plein, or
 * other software, may know more kinds than we do. Undefined when there is nothing to read.
 */
export function draftFrom(ctx: Ctx, object: JsonObject): { kind: AnyKind; draft: ReceivedDraft<unknown> } | undefined {
  if (isCompanion(ctx, object)) return undefined
  for (const type of typesIn(object)) {
    const kind = ctx.kinds.forType(type)
    const draft = kind?.federation.fromObject(object)
    if (kind && draft) return { kind, draft }
    if (noItems.has(type)) return undefined
  }
  return plainDraft(ctx, object)
}

/** The note beside something that we read ourselves: what it is about comes, or came, by itself. */
function isCompanion(ctx: Ctx, object: JsonObject): boolean {
  return objectsIn(object['attachment']).some((one) => {
    const rel = textIn(one['rel'])
    return one['type'] === 'Link' && rel !== undefined && ctx.kinds.forType(rel.replace(/^.*#/, '')) !== undefined
  })
}

function plainDraft(ctx: Ctx, object: JsonObject): { kind: AnyKind; draft: ReceivedDraft<unknown> } | undefined {
  const [name, text] = [textIn(object['name']), textIn(object['content'])]
  const kind = ctx.kinds.forType('Article')
  const draft = name || text ? kind?.federation.fromObject({ type: 'Article', name: name ?? '' }) : undefined
  return kind && draft ? { kind, draft } : undefined
}

/**
 * Everything about a received item; undefined when it is no content, is for nobody here, or concerns nobody here.
 * Reads and fetches only, nothing is written.
 */
export async function receivedFrom(ctx: Ctx, incoming: Incoming, tools: Tools): Promise<Received | undefined> {
  const { object, actor } = incoming
  const found = object && draftFrom(ctx, object)
  if (!object || !found || !idsIn(object['attributedTo']).includes(actor.iri)) return undefined
  const named = await namedActors(ctx, object)
  const group = await groupOf(ctx, { object, named, via: incoming.via }, tools)
  const audience = await audienceOf(ctx, { object, group, via: incoming.via })
  if (!audience) return undefined
  const wide = found.kind.networkWide === true && group === undefined && (await isAllowed(ctx, actor.host))
  const lookedUp = !wide && !(await concernsUs(ctx, { group, actor, named, via: incoming.via }))
  if (lookedUp && !(incoming.askedFor && audience === 'public')) return undefined
  const mentions = named.filter((one) => one.type !== 'group' && mentionedIn(object).has(one.iri)).map((one) => one.id)
  const remote = remoteFrom(ctx, object, { mentions, activityIri: passable(incoming) })
  return (
    remote && {
      ...found,
      groupId: group?.id ?? null,
      audience,
      source: sourceOf(object),
      remote: { ...remote, lookedUp },
    }
  )
}

/** The activity whose bytes can be passed on; an object that was fetched has none. */
function passable(incoming: Incoming): string | undefined {
  return incoming.fetched ? undefined : incoming.id
}

function mentionedIn(object: JsonObject): ReadonlySet<string> {
  return new Set(
    objectsIn(object['tag'])
      .filter((tag) => tag['type'] === 'Mention')
      .flatMap((tag) => idsIn(tag['href'])),
  )
}

/** Known actors that the object names: addressed, mentioned, audience. At most a hundred are looked at. */
async function namedActors(ctx: Ctx, object: JsonObject): Promise<readonly Actor[]> {
  const iris = ['audience', 'to', 'cc', 'target'].flatMap((key) => idsIn(object[key]))
  return findActorsByIri(
    ctx.db,
    [...new Set([...iris, ...mentionedIn(object)])].filter((iri) => iri !== PUBLIC).slice(0, 100),
  )
}

async function groupOf(
  ctx: Ctx,
  given: { object: JsonObject; named: readonly Actor[]; via: KnownActor | undefined },
  tools: Tools,
): Promise<{ id: ActorId; iri: string; local: boolean; followersIri: string | null } | undefined> {
  const audience = idsIn(given.object['audience'])
  const groups = given.named.filter((actor) => actor.type === 'group' && !actor.gone)
  const named = groups.find((actor) => audience.includes(actor.iri)) ?? groups[0]
  if (named) return { ...named, local: named.local === 1 }
  if (given.via?.type === 'group') return given.via
  const elsewhere = audience.find((iri) => iri !== PUBLIC && !iri.startsWith(`${ctx.config.origin}/`))
  const fetched = elsewhere ? await tools.remote.actor(elsewhere) : undefined
  return fetched?.type === 'group' && (await findGroupRules(ctx.db, fetched.id)) ? fetched : undefined
}

interface Said {
  readonly object: JsonObject
  readonly group: { readonly id: ActorId; readonly iri: string; readonly followersIri: string | null } | undefined
  readonly via: KnownActor | undefined
}

/** For whom a new item is: what is said in a group that is not open, is for its members. */
async function audienceOf(ctx: Ctx, said: Said): Promise<Audience | undefined> {
  const addressed = addressedTo(said)
  const rules = addressed && said.group && (await findGroupRules(ctx.db, said.group.id))
  return rules && rules.access !== 'open' ? 'group' : addressed
}

/** For whom it says that it is, whoever may read in its group. Undefined: that is nobody's bericht of this plein. */
function addressedTo({ object, group, via }: Said): Audience | undefined {
  const addressed = new Set([...idsIn(object['to']), ...idsIn(object['cc'])])
  if (addressed.has(PUBLIC)) return 'public'
  if (object['dwv:audience'] === 'network') return 'network'
  if (!group) return undefined
  return addressed.has(group.iri) || addressed.has(followersIriOf(group)) || via?.id === group.id ? 'group' : undefined
}

/**
 * Whose a known item is after a change: never more than could read it before, as people answered among those. Undefined:
 * nobody's of whom it is shown to here. A change that names nobody leaves it as it is. That its group is closed narrows
 * nothing: that lasts as long as it is.
 */
export async function audienceAfter(ctx: Ctx, incoming: Incoming, before: Content): Promise<Audience | undefined> {
  const object = incoming.object && withAddressing(incoming.object, incoming.activity)
  if (!object) return before.audience
  const group = before.groupId ? await findActor(ctx.db, before.groupId) : undefined
  const said = addressedTo({ object, group, via: incoming.via })
  const rank = (audience: Audience) => audiences.indexOf(audience)
  return said && (rank(said) > rank(before.audience) ? said : before.audience)
}

async function isAllowed(ctx: Ctx, host: string): Promise<boolean> {
  return (await getHost(ctx.db, host))?.trust === 'allowed'
}

async function concernsUs(
  ctx: Ctx,
  given: {
    group: { id: ActorId; local: boolean } | undefined
    actor: KnownActor
    named: readonly Actor[]
    via: KnownActor | undefined
  },
): Promise<boolean> {
  const { group, actor, named, via } = given
  if (via || group?.local || named.some((one) => one.local === 1 && one.type === 'person')) return true
  return (await isFollowedHere(ctx.db, actor.id)) || (group !== undefined && (await isFollowedHere(ctx.db, group.id)))
}

function sourceOf(object: JsonObject): string {
  const source = objectsIn(object['source'])[0]
  const text = source && source['mediaType'] === 'text/markdown' ? textIn(source['content']) : undefined
  return text && text.length <= limits.body ? text : ''
}

/** What is read from any object, item or comment; undefined when it has no usable id. */
export function remoteFrom(
  ctx: Ctx,
  object: JsonObject,
  given: { mentions: readonly ActorId[]; activityIri: string | undefined },
): RemoteContent | undefined {
  const iri = parseIri(object['id']) ? String(object['id']) : undefined
  if (!iri) return undefined
  const now = ctx.clock.now()
  const language = languageIn(object['contentMap']) ?? languageIn(object['nameMap']) ?? ctx.locale
  return {
    iri,
    url: pageIn(object['url']) ?? iri,
    contextIri: contextOf(object) ?? iri,
    html: textIn(object['content']) ?? '',
    summary: textIn(object['summary']),
    published: toInstant(textIn(object['published'])) ?? now,
    edited: toInstant(textIn(object['updated'])) ?? null,
    language: language.slice(0, 35),
    tags: hashtagsIn(object),
    mentions: given.mentions,
    activityIri: given.activityIri,
    images: imagesIn(object),
  }
}

function contextOf(object: JsonObject): string | undefined {
  return idsIn(object['context']).find((iri) => parseIri(iri) !== undefined)
}

function hashtagsIn(object: JsonObject): readonly string[] {
  return objectsIn(object['tag'])
    .filter((tag) => tag['type'] === 'Hashtag')
    .flatMap((tag) => textIn(tag['name']) ?? [])
    .slice(0, 100)
}

function imagesIn(object: JsonObject): readonly RemoteImage[] {
  const pictures = [...objectsIn(object['attachment']), ...objectsIn(object['image'])].flatMap((one) => {
    const url = pageIn(one['url'])
    const mimeType = textIn(one['mediaType']) ?? (one['type'] === 'Image' ? 'image/*' : '')
    return url && mimeType.startsWith('image/')
      ? [{ url, mimeType, alt: textIn(one['name']) ?? textIn(one['summary']) ?? '' }]
      : []
  })
  return [...new Map(pictures.map((picture) => [picture.url, picture])).values()].slice(0, limits.images)
}
