// Writing a klus in steps: what each step holds, what it lacks, and for whom the whole becomes. Pure.
import type { Audience, GroupAccess } from '../../../core/access.ts'
import { type FieldFaults, Invalid } from '../../../core/errors.ts'
import { type AnyKind, type FieldSpec, OWN } from '../../../core/kind.ts'
import type { Instant } from '../../../lib/clock.ts'
import { audiencesFor, ownFaults, ownFrom } from '../../content/index.ts'
import { looksSensitive } from '../../../lib/sensitive.ts'

/** Wat; wie, hoeveel en waar; wie mag reageren. Then one looks at the whole. */
export const STEPS = 3
export const PREVIEW = STEPS + 1

export type Own = Readonly<Record<string, unknown>>

export function fieldsOf(kind: AnyKind, step: number): readonly FieldSpec[] {
  return kind.fields.filter((field) => (field.step ?? 1) === step)
}

/** The data with what this step's form said; what it left empty is gone. */
export function withStep(kind: AnyKind, before: unknown, given: { step: number; typed: Own }): Own {
  const fields = fieldsOf(kind, given.step)
  const names = new Set(fields.map(({ name }) => name))
  const kept = Object.entries((before ?? {}) as Own).filter(([name]) => !names.has(name))
  return { ...Object.fromEntries(kept), ...ownFrom(kind, given.typed, fields) }
}

/** What one copies of an earlier klus: what was typed, without dates that are over. */
export function copied(kind: AnyKind, data: unknown, today: string): Own {
  const had = (data ?? {}) as Own
  const keeps = ({ name, type }: FieldSpec) =>
    had[name] !== undefined && !(type === 'date' && String(had[name]) < today)
  return Object.fromEntries(kind.fields.filter(keeps).map(({ name }) => [name, had[name]]))
}

/**
 * What is wrong or missing before it can be placed, by the field of the form; of all of it, or of one step. All at
 * once: what cannot be read in one field does not keep the others from being told.
 */
export function lacks(kind: AnyKind, data: unknown, at: { now: Instant; step?: number }): FieldFaults {
  const fields = at.step === undefined ? kind.fields : fieldsOf(kind, at.step)
  const unread = ownFaults(kind, data)
  const rest = Object.fromEntries(Object.entries((data ?? {}) as Own).filter(([name]) => !(name in unread)))
  const faults = { ...publishingFaults(kind, rest, at.now), ...unread }
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const fault = faults[name]
      return fault ? [[`${OWN}${name}`, fault]] : []
    }),
  )
}

function publishingFaults(kind: AnyKind, data: Own, now: Instant): FieldFaults {
  const parsed = kind.schema.safeParse(data)
  try {
    if (parsed.success) kind.publishing?.(parsed.data, now)
    return {}
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return error.fields
  }
}

/** Fields whose text looks like something that must not stand there. */
export function warnings(typed: Own): FieldFaults {
  const found = Object.entries(typed).flatMap(([name, value]) => {
    const about = typeof value === 'string' && (name.startsWith(OWN) || name === 'title' || name === 'body')
    const what = about ? looksSensitive(value) : undefined
    return what ? [[name, { code: `sensitive.${what}` }] as const] : []
  })
  return Object.fromEntries(found)
}

/**
 * For whom it becomes: who may respond may read it; `open` lets everybody read.
 * @throws Invalid when only a group may respond and it stands in none, or everybody may read what few may do
 */
export function audienceFor(
  kind: AnyKind,
  data: unknown,
  place: { access: GroupAccess | undefined; open: boolean },
): Audience {
  const parsed = kind.schema.safeParse(data)
  const wanted = parsed.success ? kind.audience?.(parsed.data) : undefined
  const allowed = audiencesFor(place.access)
  if (wanted === 'group' && place.access === undefined)
    throw new Invalid({ [`${OWN}responders`]: { code: 'klussen.write.groupNeeded' } })
  if (wanted !== undefined && place.open) throw new Invalid({ open: { code: 'klussen.write.openNeedsNetwork' } })
  const all = wanted ?? (place.open ? 'public' : 'network')
  return allowed.includes(all) ? all : 'group'
}
