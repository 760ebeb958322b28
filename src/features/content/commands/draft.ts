// From what somebody typed (or sent) to the parts that are stored: checked against its kind, rendered, people found.
import type { Audience } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { Invalid } from '../../../core/errors.ts'
import type { AnyKind, Facet } from '../../../core/kind.ts'
import { cleanRemoteHtml, excerpt, plainText } from '../../../lib/html.ts'
import type { ActorId } from '../../../lib/id.ts'
import { renderMarkdown } from '../../../lib/markdown.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import { findActorByHandle } from '../../actors/index.ts'
import { limits, tagsFrom } from '../rules/content.ts'
import { ownFaults } from '../rules/own.ts'

export interface Text {
  readonly body: string | null
  readonly html: string
  readonly summary: string
  readonly tags: ReadonlyMap<string, string>
  readonly mentions: readonly ActorId[]
}

/** Markdown as typed here: rendered, its mentions looked up among the actors that are known. */
export async function textOf(ctx: Ctx, source: string, labels: readonly string[] = []): Promise<Text> {
  const body = source.replace(/\r\n?/g, '\n').trim()
  const first = renderMarkdown(body, { mentionHref: () => undefined })
  const pages = new Map<string, string>()
  const mentions: ActorId[] = []
  for (const handle of first.mentions.slice(0, limits.mentions)) {
    const actor = await findActorByHandle(ctx.db, handle, ctx.config.hostName)
    if (!actor || actor.gone || actor.type === 'instance') continue
    pages.set(handle, actor.type === 'group' ? paths.group(handleOf(actor)) : paths.person(handleOf(actor)))
    if (!mentions.includes(actor.id)) mentions.push(actor.id)
  }
  const { html, summary, tags } =
    pages.size > 0 ? renderMarkdown(body, { mentionHref: (handle) => pages.get(handle) }) : first
  return { body, html, summary, tags: tagsFrom([...labels, ...tags]), mentions }
}

interface ReceivedWords {
  readonly html: string
  readonly mentions: readonly ActorId[]
  readonly body?: string | undefined
}

/** HTML from elsewhere: cleaned; who is named comes from its own list. */
export function receivedWords({ html, mentions, body }: ReceivedWords): Pick<Text, 'body' | 'html' | 'mentions'> {
  return {
    body: body || null,
    html: cleanRemoteHtml(html),
    mentions: [...new Set(mentions)].slice(0, limits.mentions),
  }
}

/** The same with what an item has besides; its tags come from its own list. */
export function receivedText(
  received: ReceivedWords & { readonly summary?: string | undefined; readonly tags: readonly string[] },
): Text {
  const words = receivedWords(received)
  const summary = excerpt(plainText(received.summary || words.html), 500)
  return { ...words, summary, tags: tagsFrom(received.tags) }
}

/** The title as its kind wants it. @throws Invalid when it must have one, or it is too long. */
export function checkTitle(kind: AnyKind, title: string | undefined, state: 'draft' | 'published'): string {
  const text = (title ?? '').replace(/\s+/g, ' ').trim()
  if (kind.title === 'none') return ''
  if (text === '' && kind.title === 'required' && state !== 'draft')
    throw new Invalid({ title: { code: 'field.required' } })
  if (text.length > limits.title) throw new Invalid({ title: { code: 'field.tooLong', params: { max: limits.title } } })
  return text
}

/** @throws Invalid when there is nothing, or too much. */
export function checkBody(body: string, title: string, state: 'draft' | 'published'): void {
  if (body.length > limits.body) throw new Invalid({ body: { code: 'field.tooLong', params: { max: limits.body } } })
  if (body.trim() === '' && (state !== 'draft' || title === '')) throw new Invalid({ body: { code: 'field.required' } })
}

/**
 * A kind's own data through its own schema, and through what else the kind asks of it.
 * @throws Invalid naming the fields.
 */
export function checkOwn(
  kind: AnyKind,
  own: unknown,
  more: (data: unknown) => unknown = (data) => data,
): { json: string; facets: readonly Facet[] } {
  const parsed = kind.schema.safeParse(own ?? {})
  if (!parsed.success) throw new Invalid(ownFaults(kind, own))
  const checked: unknown = more(parsed.data)
  return { json: JSON.stringify(checked), facets: kind.facets?.(checked) ?? [] }
}

/** @throws Invalid when the audience does not fit the place. */
export function checkAudience(audience: Audience, allowed: readonly Audience[]): void {
  if (!allowed.includes(audience)) throw new Invalid({ audience: { code: 'content.audienceNotHere' } })
}
