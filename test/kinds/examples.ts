// An item of every kind, for the contract suite: also of the kind that exists in this folder only.
import type { AnyKind } from '../../src/core/kind.ts'
import { kinds } from '../../src/kinds/index.ts'
import { klusExample, klusWrong } from './klus/example.ts'
import { vacancyExample, vacancyWrong } from './vacancy/example.ts'
import { vacancy } from './vacancy/kind.ts'

export interface Example {
  readonly kind: AnyKind
  readonly title: string
  readonly data: Readonly<Record<string, unknown>>
  readonly wrong: unknown
}

const written: Readonly<Record<string, Pick<Example, 'title' | 'data' | 'wrong'>>> = {
  klus: { title: 'Meedenken over participatie', data: klusExample, wrong: klusWrong },
  vacancy: { ...vacancyExample, wrong: vacancyWrong },
}

export const all: readonly AnyKind[] = [...kinds, vacancy]
export const examples: readonly Example[] = all.map((kind) => ({
  kind,
  ...(written[kind.name] ?? { title: 'Een titel', ...exampleOf(kind) }),
}))

/** For a kind without an example of its own: its choices, first option each. */
function exampleOf(kind: AnyKind): Pick<Example, 'data' | 'wrong'> {
  const choices = kind.fields.filter((field) => field.type === 'choice')
  return {
    data: Object.fromEntries(choices.map((field) => [field.name, field.options?.[0]])),
    wrong: Object.fromEntries(choices.map((field) => [field.name, 'no such option'])),
  }
}
