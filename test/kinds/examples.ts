// An item of every kind, for the contract suite: also of the kind that exists in this folder only.
import type { AnyKind, FieldSpec } from '../../src/core/kind.ts'
import { kinds } from '../../src/kinds/index.ts'
import { klusExample, klusWrong } from './klus/example.ts'
import { recipe } from './recipe/kind.ts'

export interface Example {
  readonly kind: AnyKind
  readonly title: string
  readonly data: Readonly<Record<string, unknown>>
  readonly wrong: unknown
}

/** Of kinds whose fields depend on each other, or take any text; for the others it is made of their fields. */
const written: Readonly<Record<string, Omit<Example, 'kind'>>> = {
  klus: { title: 'Meedenken over participatie', data: klusExample, wrong: klusWrong },
}

export const all: readonly AnyKind[] = [...kinds, recipe]
export const examples: readonly Example[] = all.map((kind) => ({ kind, ...(written[kind.name] ?? exampleOf(kind)) }))

function exampleOf({ name, fields }: AnyKind): Omit<Example, 'kind'> {
  return {
    title: `Voorbeeld van ${name}`,
    data: Object.fromEntries(fields.map((field) => [field.name, rightValue(field)])),
    wrong: Object.fromEntries(fields.map((field) => [field.name, wrongValue(field)])),
  }
}

function rightValue({ type, options, min }: FieldSpec): unknown {
  const values: Readonly<Record<FieldSpec['type'], unknown>> = {
    text: 'Een woord',
    markdown: 'Een paar woorden',
    date: '2027-01-31',
    number: min ?? 1,
    choice: options?.[0],
    flag: true,
    list: ['een', 'twee'],
  }
  return values[type]
}

/** What somebody may type, and no schema for the field takes. */
function wrongValue({ type, max = 0 }: FieldSpec): unknown {
  if (type === 'number') return 'veel'
  if (type === 'date') return 'morgen'
  return type === 'choice' ? 'no such option' : 'x'.repeat(max + 1)
}
