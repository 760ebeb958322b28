// Buttons that do something, and links that look like them.
import type { VNode } from 'preact'
import { Icon } from './icon.tsx'

export type Appearance = 'primary' | 'secondary' | 'subtle' | 'danger'

const classes: Record<Appearance, string> = {
  primary: 'nl-button--primary',
  secondary: 'nl-button--secondary',
  subtle: 'nl-button--subtle',
  danger: 'nl-button--secondary nl-button--negative',
}

export interface ButtonProps {
  label: string
  /** Read by screen readers instead of `label`, when the label alone says too little. Must begin with the label. */
  fullLabel?: string | undefined
  type?: 'submit' | 'button' | 'reset'
  appearance?: Appearance
  name?: string | undefined
  value?: string | undefined
  /** Tabler icon before the label. */
  icon?: string | undefined
  small?: boolean | undefined
  /** For buttons that are on or off (nuttig, volgen). */
  pressed?: boolean | undefined
  /** Page that gets the form instead of the form's own action (preview, cancel). */
  formAction?: string | undefined
  /** Leaves the browser's checks away (for a draft, for cancelling). */
  unchecked?: boolean | undefined
}

export function Button(props: ButtonProps): VNode {
  const { label, type = 'submit', appearance = 'secondary' } = props
  return (
    <button
      class={buttonClass(appearance, props.small, props.pressed)}
      type={type}
      name={props.name}
      value={props.value}
      aria-pressed={props.pressed}
      aria-label={props.fullLabel}
      formaction={props.formAction}
      formnovalidate={props.unchecked}
    >
      <Insides label={label} icon={props.icon} />
    </button>
  )
}

export interface ButtonLinkProps {
  href: string
  label: string
  /** Read by screen readers instead of `label`. Must begin with the label. */
  fullLabel?: string | undefined
  appearance?: Appearance
  icon?: string | undefined
  small?: boolean | undefined
}

export function ButtonLink(props: ButtonLinkProps): VNode {
  const { href, label, appearance = 'secondary', icon, small } = props
  return (
    <a class={buttonClass(appearance, small)} href={href} aria-label={props.fullLabel}>
      <Insides label={label} icon={icon} />
    </a>
  )
}

function buttonClass(appearance: Appearance, small?: boolean, pressed?: boolean): string {
  const parts = ['nl-button', classes[appearance]]
  if (small) parts.push('dv-button--small')
  if (pressed) parts.push('nl-button--pressed')
  return parts.join(' ')
}

function Insides({ label, icon }: { label: string; icon: string | undefined }): VNode {
  return (
    <>
      {icon && (
        <span class="nl-button__icon-start">
          <Icon name={icon} />
        </span>
      )}
      <span class="nl-button__label">{label}</span>
    </>
  )
}
