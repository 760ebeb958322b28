// What came from outside through a schema; what is not right is said for each field, as the code of a text.
import type { Schema, z } from '../lib/schema.ts'
import { type FieldFaults, Invalid } from './errors.ts'

/** @throws Invalid with a code for each field: the schema's own message when that is a text key, else `field.…`. */
export function checked<T>(schema: Schema<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields: Record<string, FieldFaults[string]> = {}
  for (const issue of result.error.issues) fields[String(issue.path[0] ?? 'form')] ??= faultOf(issue)
  throw new Invalid(fields)
}

type Issue = z.core.$ZodIssue

function faultOf(issue: Issue): FieldFaults[string] {
  if (isTextKey(issue.message)) return { code: issue.message, params: limitsOf(issue) }
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return { code: issue.origin === 'string' ? 'field.tooLong' : 'field.tooBig', params: limitsOf(issue) }
    case 'invalid_type':
      return { code: issue.expected === 'number' ? 'field.notNumber' : 'field.required' }
    case 'invalid_format':
      return { code: formatCodes[issue.format] ?? 'field.invalid' }
    case 'invalid_value':
      return { code: 'field.choose' }
    default:
      return { code: 'field.invalid' }
  }
}

/** "group.handleNeeded"; what the library says by itself is a sentence. */
function isTextKey(message: string): boolean {
  return /^[a-z]\w*(\.\w+)+$/.test(message)
}

const formatCodes: Readonly<Record<string, string>> = {
  email: 'field.notEmail',
  url: 'field.notUrl',
  date: 'field.notDate',
  datetime: 'field.notDate',
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): FieldFaults[string] {
  if (issue.origin === 'array') return { code: 'field.choose' }
  if (issue.origin !== 'string') return { code: 'field.tooSmall', params: limitsOf(issue) }
  return Number(issue.minimum) <= 1 ? { code: 'field.required' } : { code: 'field.tooShort', params: limitsOf(issue) }
}

function limitsOf(issue: Issue): Record<string, number> {
  if (issue.code === 'too_small') return { min: Number(issue.minimum) }
  return issue.code === 'too_big' ? { max: Number(issue.maximum) } : {}
}
