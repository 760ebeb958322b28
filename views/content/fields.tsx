// The fields of a kind's own data: as they are entered and as they are shown, drawn from its `fields`.
import type { VNode } from 'preact'
import { type FieldSpec, OWN } from '../../src/core/kind.ts'
import { formatDate, formatNumber } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Checkbox, DefinitionList, type FormState, MarkdownField, Select, Suggestions, TextField } from '../ds/index.ts'

export interface OwnFieldsProps {
  t: Translate
  /** Name of the kind. */
  kind: string
  fields: readonly FieldSpec[]
  state: FormState
}

export function OwnFields({ t, kind, fields, state }: OwnFieldsProps): VNode {
  return (
    <>
      {fields.map((field) => (
        <OwnField key={field.name} t={t} kind={kind} field={field} state={state} />
      ))}
    </>
  )
}

/** Form field → its label, for the list of faults. */
export function ownLabels(
  t: Translate,
  kind: { readonly name: string; readonly fields: readonly FieldSpec[] },
): Record<string, string> {
  return Object.fromEntries(kind.fields.map(({ name }) => [`${OWN}${name}`, t(`${kind.name}.field.${name}`)]))
}

export function OwnField({
  t,
  kind,
  field,
  state,
}: {
  t: Translate
  kind: string
  field: FieldSpec
  state: FormState
}): VNode {
  const name = `${OWN}${field.name}`
  const label = t(`${kind}.field.${field.name}`)
  const help = t.find(`${kind}.help.${field.name}`)
  const required = field.required === true
  switch (field.type) {
    case 'markdown':
      return (
        <MarkdownField
          {...state.field(name)}
          label={label}
          help={help}
          required={required}
          maxLength={field.max}
          rows={6}
        />
      )
    case 'choice': {
      const options = (field.options ?? []).map((value) => ({ value, label: t(`${kind}.${field.name}.${value}`) }))
      const none = t.find(`${kind}.${field.name}.none`) ?? '–'
      const all = required ? options : [{ value: '', label: none }, ...options]
      return <Select {...state.field(name)} label={label} help={help} required={required} options={all} />
    }
    case 'flag':
      return <Checkbox {...state.check(name)} label={label} help={help} />
    case 'date':
      return <TextField {...state.field(name)} label={label} help={help} required={required} type="date" />
    case 'number':
      return (
        <TextField
          {...state.field(name)}
          label={label}
          help={help}
          required={required}
          type="number"
          min={field.min}
          max={field.max}
          inputMode={isWhole(field.min) ? 'numeric' : 'decimal'}
          step={isWhole(field.min) ? undefined : 'any'}
        />
      )
    default:
      return <Line {...{ t, kind, field, state }} />
  }
}

/** Of what begins at a half one can have a half: a telephone then shows a comma. */
function isWhole(min: number | undefined): boolean {
  return Number.isInteger(min ?? 0)
}

/** One line, or several short texts with commas between them. */
function Line({ t, kind, field, state }: Parameters<typeof OwnField>[0]): VNode {
  const name = `${OWN}${field.name}`
  const { suggest } = field
  const list = suggest && `${name}-words`
  const given = state.field(name)
  const several = field.type === 'list'
  return (
    <>
      <TextField
        {...given}
        label={t(`${kind}.field.${field.name}`)}
        help={t.find(`${kind}.help.${field.name}`)}
        required={field.required === true}
        maxLength={field.max}
        list={list}
        several={several}
      />
      {suggest && list && <Suggestions id={list} words={suggest} after={several ? given.value : undefined} />}
    </>
  )
}

export interface OwnFactsProps {
  t: Translate
  kind: string
  fields: readonly FieldSpec[]
  values: Readonly<Record<string, unknown>>
  /** Text key of the word that says what it is: a choice that is that word needs not be told twice. */
  word: string
}

export function OwnFacts({ t, kind, fields, values, word }: OwnFactsProps): VNode | null {
  const items = fields.flatMap((field) => {
    const value = values[field.name]
    if (value === undefined || value === null || value === '' || value === false) return []
    if (Array.isArray(value) && value.length === 0) return []
    if (field.type === 'choice' && `${kind}.${field.name}.${String(value)}` === word) return []
    return [{ term: t(`${kind}.field.${field.name}`), value: shown(t, kind, field, value) }]
  })
  return items.length > 0 ? <DefinitionList items={items} /> : null
}

function shown(t: Translate, kind: string, field: FieldSpec, value: unknown): string {
  if (field.type === 'choice') return t.find(`${kind}.${field.name}.${String(value)}`) ?? String(value)
  if (field.type === 'flag') return t('content.field.yes')
  if (field.type === 'date') return formatDate(`${String(value).slice(0, 10)}T12:00:00.000Z`, t.locale)
  if (field.type === 'number') return formatNumber(Number(value), t.locale)
  return Array.isArray(value) ? value.join(', ') : String(value)
}
