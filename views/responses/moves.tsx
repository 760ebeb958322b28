// A move as a button, or as a link to its form.
import type { VNode } from 'preact'
import type { Offered } from '../../src/core/flow.ts'
import type { FieldSpec } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { type Appearance, Button, ButtonLink, Form } from '../ds/index.ts'

export interface MoveProps {
  readonly name: string
  readonly how: Exclude<Offered, 'elsewhere'>
  readonly fields: readonly FieldSpec[]
  readonly initial: Readonly<Record<string, string>>
  /** Text key of what one must know before. */
  readonly caution?: string | undefined
}

/** What a move is called, in the state from which it is made: to offer once more is to change the offer. */
export function moveWords(t: Translate, flow: string, move: { readonly name: string }, state = ''): string {
  return t.find(`${flow}.move.${move.name}.${state}`) ?? t(`${flow}.move.${move.name}`)
}

export interface MoveButtonProps {
  t: Translate
  /** Name of the flow: its texts begin with it. */
  flow: string
  /** Path below which the move hangs. */
  base: string
  move: MoveProps
  /** Where the response is. */
  state?: string | undefined
  /** Go along unseen, over those that the move begins with. */
  values?: Readonly<Record<string, string>> | undefined
  small?: boolean | undefined
}

const appearances: Readonly<Record<MoveProps['how'], Appearance>> = {
  first: 'primary',
  besides: 'secondary',
  out: 'subtle',
  within: 'subtle',
}

/** What needs no words is done at once; a way out, and what has a form, has a page of its own first. */
export function MoveButton({ t, flow, base, move, state, values = {}, small }: MoveButtonProps): VNode {
  const label = moveWords(t, flow, move, state)
  const href = `${base}/${move.name}`
  const appearance = appearances[move.how]
  if (move.fields.length > 0 || move.how === 'out') {
    const query = new URLSearchParams(values).toString()
    return <ButtonLink href={query ? `${href}?${query}` : href} label={label} appearance={appearance} small={small} />
  }
  return (
    <Form action={href} inline>
      <Hidden values={{ ...move.initial, ...values }} />
      <Button label={label} appearance={appearance} small={small} />
    </Form>
  )
}

export function Hidden({ values }: { values: Readonly<Record<string, string>> }): VNode {
  return (
    <>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
