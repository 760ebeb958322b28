// The box with which one says that what looks as if it must not stand there is something else.
import type { VNode } from 'preact'
import { Checkbox } from './choice.tsx'

export interface SureProps {
  /** The form comes back because of such a warning. */
  warned: boolean
  label: string
  /** When one page has more than one. */
  id?: string | undefined
}

export function Sure({ warned, label, id }: SureProps): VNode | null {
  return warned ? <Checkbox name="sure" label={label} id={id} /> : null
}
