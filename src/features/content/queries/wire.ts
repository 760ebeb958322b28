// Content as plain compact AS2 JSON: what the spine adds to a kind's own object (FEDERATION.md, "What we send").
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject, Recipients } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { escapeHtml } from '../../../lib/html.ts'
import type { ActorId } from '../../../lib/id.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import type { Audience } from '../../../core/access.ts'
import { type Actor, findActors } from '../../actors/index.ts'
import { findGroupRules } from '../../groups/index.ts'
import { mediaOf, type Picture } from '../../media/index.ts'
import { listIn } from '../../../lib/as2.ts'
import { companionBeside, companionIri } from '../rules/companion.ts'
import { type Addressee, addressing, interactionPolicy, type Place } from '../rules/distribution.ts'
import { mentionsIn, tagsOf } from './parts.ts'

/** What addressing needs of an actor. */
export function addresseeOf(actor: Actor): Addressee {
  return { id: actor.id, iri: actor.iri, local: actor.local === 1, followersIri: actor.followersIri }
}

/** Where it is said. @throws Error when the author's row is not there */
export async function placeOf(
  ctx: Ctx,
  said: { authorId: ActorId; groupId: ActorId | null; audience: Audience },
): Promise<Place> {
  const [actors, rules] = await Promise.all([
    findActors(ctx.db, said.groupId ? [said.authorId, said.groupId] : [said.authorId]),
    said.groupId ? findGroupRules(ctx.db, said.groupId) : undefined,
  ])
  const author = actors.find((actor) => actor.id === said.authorId)
  const group = actors.find((actor) => actor.id === said.groupId)
  if (!author) throw new Error(`no author ${said.authorId}`)
  return {
    author: addresseeOf(author),
    audience: said.audience,
    group: group && {
      ...addresseeOf(group),
      access: rules?.access ?? 'open',
      mention: `@${group.handle}@${group.host}`,
    },
  }
}

/** Actors by id, in no order, without those that are gone. */
export async function livingActors(ctx: Ctx, ids: readonly ActorId[]): Promise<readonly Actor[]> {
  return (await findActors(ctx.db, ids)).filter((actor) => !actor.gone)
}

/** The whole object of an item, whoever asks: the caller has checked that it may be seen. */
export function objectOf(ctx: Ctx, content: Content): Promise<JsonObject & { readonly type: string }> {
  return as2ObjectOf(ctx, content, { id: content.iri, own: ctx.kinds.get(content.kind).federation.toObject(content) })
}

/** The note of an item for software that does not know its type; undefined when its kind has none. */
export async function companionOf(
  ctx: Ctx,
  content: Content,
): Promise<(JsonObject & { readonly type: string }) | undefined> {
  const note = ctx.kinds.find(content.kind)?.companion?.(content)
  if (!note) return undefined
  const { head, summary, tag, attachment, ...own } = note
  const object = await as2ObjectOf(ctx, content, { id: companionIri(content.iri), own, head })
  const both = (name: string, more: readonly JsonObject[]) => [...listIn(object[name]), ...more] as JsonObject[]
  return {
    ...object,
    summary: escaped(summary),
    source: undefined,
    tag: both('tag', tag),
    attachment: both('attachment', attachment),
  }
}

/** To which software an item itself goes, when its kind has a note for the others. Undefined: to all. */
export function readsOf(ctx: Ctx, { kind }: Pick<Content, 'kind'>): Recipients['reads'] {
  const found = ctx.kinds.find(kind)
  const type = found?.companion && found.federation.types[0]
  return type === undefined ? undefined : { type, yes: true }
}

/** Under which id it is announced, and to whom: who does not read its type gets the note beside it. */
export function announcedAs(
  ctx: Ctx,
  content: Pick<Content, 'kind' | 'iri'>,
): readonly { readonly objectIri: string; readonly reads?: NonNullable<Recipients['reads']> }[] {
  const reads = readsOf(ctx, content)
  if (!reads) return [{ objectIri: content.iri }]
  const note = companionBeside(content.iri)
  const itself = { objectIri: content.iri, reads }
  return note === undefined ? [itself] : [itself, { objectIri: note, reads: { ...reads, yes: false } }]
}

/** @param given.own what the kind makes of it; `head` is HTML in front of the text */
async function as2ObjectOf(
  ctx: Ctx,
  content: Content,
  given: { id: string; own: JsonObject & { readonly type: string }; head?: string },
): Promise<JsonObject & { readonly type: string }> {
  const { id, own, head = '' } = given
  const place = await placeOf(ctx, content)
  const [tags, named, pictures] = await Promise.all([
    tagsOf(ctx.db, [content.id]),
    mentionsIn(ctx.db, content.id),
    mediaOf(ctx.db, [content.id]),
  ])
  const people = await livingActors(ctx, named)
  const html = head + forElsewhere(content.html, people, ctx.config.origin)
  const images = imagesOf(pictures.get(content.id) ?? [], ctx.config.origin)
  return {
    id,
    ...own,
    attributedTo: place.author.iri,
    ...addressing(
      place,
      people.map((actor) => actor.iri),
    ),
    ...(place.group ? { audience: place.group.iri } : {}),
    ...(content.audience === 'network' || content.audience === 'group' ? { 'dwv:audience': content.audience } : {}),
    context: content.contextIri,
    replies: `${content.iri}/replies`,
    ...(own.type === 'Note' ? {} : { summary: summaryOf(content) }),
    content: html,
    contentMap: { [content.language]: html },
    mediaType: 'text/html',
    ...(content.body === null ? {} : { source: { content: content.body, mediaType: 'text/markdown' } }),
    url: content.url,
    published: content.published,
    ...(content.edited ? { updated: content.edited } : {}),
    sensitive: false,
    attachment: images,
    ...(images[0] && own.type !== 'Note' ? { image: images[0] } : {}),
    tag: [
      ...mentionTags(place, people),
      ...(tags.get(content.id) ?? []).map(({ tag, label }) => ({
        type: 'Hashtag',
        href: `${ctx.config.origin}${paths.tag(tag)}`,
        name: `#${label}`,
      })),
    ],
    interactionPolicy: interactionPolicy(place),
  }
}

/**
 * Mastodon shows of an Article nothing but its name, this, and a link: plain words, never empty. Without markup, as
 * some show it as a warning, letter by letter; what would be markup is escaped, as others read it as HTML.
 */
function summaryOf(content: Content): string {
  return escaped(content.summary || content.title)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** `Mention` tags: the group first, so that everyone's software notices it. */
export function mentionTags(place: Place, people: readonly Actor[]): { type: string; href: string; name: string }[] {
  const group = place.group ? [{ type: 'Mention', href: place.group.iri, name: place.group.mention }] : []
  const others = people.filter((actor) => actor.iri !== place.group?.iri)
  return [
    ...group,
    ...others.map(({ iri, handle, host }) => ({ type: 'Mention', href: iri, name: `@${handle}@${host}` })),
  ]
}

/** Addresses inside the plein become whole ones; who is named is linked to his own page. */
export function forElsewhere(html: string, people: readonly Actor[], origin: string): string {
  const pages = new Map(
    people.map((actor) => [
      actor.type === 'group' ? paths.group(handleOf(actor)) : paths.person(handleOf(actor)),
      actor.url,
    ]),
  )
  return html.replace(
    / (href|src)="(\/[^"]*)"/g,
    (_, name: string, path: string) => ` ${name}="${escapeHtml(pages.get(path) ?? `${origin}${path}`)}"`,
  )
}

function imagesOf(pictures: readonly Picture[], origin: string): (JsonObject & { readonly type: string })[] {
  return pictures.map((picture) => ({
    type: 'Image',
    mediaType: picture.mimeType,
    url: picture.remoteUrl ?? `${origin}${paths.media(picture.id)}`,
    name: picture.alt,
    ...(picture.width && picture.height ? { width: picture.width, height: picture.height } : {}),
  }))
}
