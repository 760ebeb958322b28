// What stands in the form of an item, and what was typed there.
import type { Audience, GroupAccess } from '../../../core/access.ts'
import { Invalid } from '../../../core/errors.ts'
import { type AnyKind, type Content, OWN } from '../../../core/kind.ts'
import type { PageRequest } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import type { FormValues } from '../../../web/kit.ts'
import { mediaLimits, mediaOf } from '../../media/index.ts'
import { tagsOf } from '../queries/parts.ts'
import { audiencesFor, limits, splitTags, usualAudience } from '../rules/content.ts'
import { ownFrom, ownValues } from '../rules/own.ts'

const many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))

/** The form as it is sent; a kind's own fields are among it (rules/own.ts). */
export const writeForm = z.looseObject({
  title: z.string().max(limits.title, 'field.tooLong').default(''),
  body: z.string().default(''),
  tags: z.string().max(2000, 'field.tooLong').default(''),
  alt: z.string().max(mediaLimits.alt, 'field.tooLong').default(''),
  audience: z.enum(['public', 'network', 'organisation', 'group', 'private']).optional(),
  group: z.string().optional(),
  media: many,
  dropMedia: many,
  action: z.string().default('place'),
})
export type Written = z.output<typeof writeForm>

/** What stands in a new form: choices from the address, and the audience that fits. */
export function startOf(
  kind: AnyKind,
  query: Readonly<Record<string, string>>,
  access: GroupAccess | undefined,
): FormValues {
  const given = kind.fields.filter((field) => query[field.name] !== undefined)
  const own = Object.fromEntries(given.map((field) => [field.name, query[field.name]]))
  const values = Object.fromEntries(given.map((field) => [`${OWN}${field.name}`, query[field.name]]))
  return { ...values, audience: startAudience(kind, own, access) }
}

export function startAudience(kind: AnyKind, own: unknown, access: GroupAccess | undefined): Audience {
  const parsed = kind.schema.safeParse(own)
  const wanted = parsed.success ? kind.audience?.(parsed.data) : undefined
  const allowed = audiencesFor(access)
  if (wanted && allowed.includes(wanted)) return wanted
  // For a group, but in none: then first for oneself.
  return wanted === 'group' ? 'private' : usualAudience(access)
}

export async function valuesOf(request: PageRequest, content: Content): Promise<FormValues> {
  const kind = request.ctx.kinds.get(content.kind)
  const tags = (await tagsOf(request.ctx.db, [content.id])).get(content.id) ?? []
  const media = (await mediaOf(request.ctx.db, [content.id])).get(content.id) ?? []
  // Tags that stand in the text come from there again.
  const loose = tags.filter(({ tag }) => !(content.body ?? '').toLowerCase().includes(`#${tag}`))
  return {
    ...ownValues(kind, content.data),
    title: content.title,
    body: content.body ?? '',
    tags: loose.map(({ label }) => label).join(', '),
    audience: content.audience,
    media: media.map((picture) => picture.id),
  }
}

export function partsOf(kind: AnyKind, input: Written) {
  return { title: input.title, body: input.body, tags: splitTags(input.tags), data: ownFrom(kind, input) }
}

/** Faults of a kind's own fields, by the names that they have in the form. */
export async function withOwnNames<T>(kind: AnyKind, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const own = new Set(kind.fields.map((field) => field.name))
    const fields = Object.entries(error.fields).map(
      ([name, fault]) => [own.has(name) ? `${OWN}${name}` : name, fault] as const,
    )
    throw new Invalid(Object.fromEntries(fields), error.code, error.params)
  }
}
