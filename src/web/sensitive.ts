// A form that warns: what looks like a citizen number, an account or pay is told once; who says that it is not, goes on.
import { type FieldFaults, Invalid } from '../core/errors.ts'
import type { PageRequest } from '../core/pages.ts'
import { looksSensitive } from '../lib/sensitive.ts'

/** Name of the box with which one says that it is something else. */
export const SURE = 'sure'

/** @returns of each text that looks as if it holds such a thing, in words what */
export function sensitiveIn(texts: Readonly<Record<string, unknown>>): FieldFaults {
  const found = Object.entries(texts).flatMap(([name, text]) => {
    const what = typeof text === 'string' ? looksSensitive(text) : undefined
    return what ? [[name, { code: `sensitive.${what}` }] as const] : []
  })
  return Object.fromEntries(found)
}

/**
 * Looks at these fields of what was sent.
 * @throws Invalid naming them, unless one is sure
 */
export function warnOfSensitive({ form }: Pick<PageRequest, 'form'>, names: readonly string[]): void {
  if (form[SURE] !== undefined) return
  const faults = sensitiveIn(Object.fromEntries(names.map((name) => [name, form[name]])))
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
}

/** The form comes back because of such a warning. */
export function isWarned(faults: FieldFaults): boolean {
  return Object.values(faults).some(({ code }) => code.startsWith('sensitive.'))
}
