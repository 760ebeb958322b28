// A kind's own data in a form: its fields as text, and back. Pure.
import type { FieldFaults } from '../../../core/errors.ts'
import { type AnyKind, type FieldSpec, OWN } from '../../../core/kind.ts'

/** Form fields of a kind's own data, by the names that they have in the form. */
export function ownValues(kind: AnyKind, data: unknown): Readonly<Record<string, string>> {
  const own = (data ?? {}) as Readonly<Record<string, unknown>>
  return Object.fromEntries(kind.fields.map((field) => [`${OWN}${field.name}`, fieldText(own[field.name], field)]))
}

function fieldText(value: unknown, { type }: FieldSpec): string {
  if (type === 'flag') return value === true ? 'on' : ''
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/**
 * A kind's own values out of a form: empty ones are not there, numbers are numbers, boxes are yes or no, lists are
 * divided at commas.
 * @param fields those that the form has; default: all
 */
export function ownFrom(
  kind: AnyKind,
  input: Readonly<Record<string, unknown>>,
  fields: readonly FieldSpec[] = kind.fields,
): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = {}
  for (const { name, type } of fields) {
    const text = [input[`${OWN}${name}`]]
      .flat()
      .map(textOf)
      .join(type === 'list' ? ',' : '')
      .trim()
    if (type === 'flag') own[name] = text !== ''
    else if (type === 'list') own[name] = listFrom(text)
    else if (text !== '') own[name] = type === 'number' ? Number(text.replace(',', '.')) : text
  }
  return own
}

/** What the kind's schema does not take, by its own names of the fields. Empty when it takes all. */
export function ownFaults(kind: AnyKind, own: unknown): FieldFaults {
  const parsed = kind.schema.safeParse(own ?? {})
  const faults: Record<string, FieldFaults[string]> = {}
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0] ?? 'data')
    const params = issue.code === 'too_big' ? { max: Number(issue.maximum) } : {}
    faults[field] ??= { code: /^[a-z]+\.[a-zA-Z]+$/.test(issue.message) ? issue.message : 'field.invalid', params }
  }
  return faults
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listFrom(text: string): string[] {
  const all = text.split(/[,;\n]/).map((one) => one.trim().replace(/\s+/g, ' '))
  return [...new Set(all.filter((one) => one !== ''))]
}
