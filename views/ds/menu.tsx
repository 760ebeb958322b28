// A button that opens a short list of things to do. Opens without script; the script closes it again.
import type { ComponentChildren, VNode } from 'preact'
import { Icon } from './icon.tsx'

export interface MenuProps {
  label: string
  /** Whom or what it is about, for ears: the same menu stands in every row. */
  about: string
  /** `MenuButton` and `MenuLink`. */
  children: ComponentChildren
}

export function Menu({ label, about, children }: MenuProps): VNode {
  return (
    <details class="dv-menu" data-menu>
      <summary class="nl-button nl-button--subtle dv-button--small dv-menu__button">
        <span class="nl-button__label">
          {label}
          <span class="dv-hidden">: {about}</span>
        </span>
        <Icon name="chevron-down" />
      </summary>
      <div class="dv-menu__list">{children}</div>
    </details>
  )
}

interface MenuItemProps {
  label: string
  /** Read by screen readers instead of `label`. Must begin with the label. */
  fullLabel: string
}

/** Sends the form around it. */
export function MenuButton(props: MenuItemProps & { name: string; value: string }): VNode {
  return (
    <button class="dv-menu__item" type="submit" name={props.name} value={props.value} aria-label={props.fullLabel}>
      {props.label}
    </button>
  )
}

export function MenuLink({ label, fullLabel, href }: MenuItemProps & { href: string }): VNode {
  return (
    <a class="dv-menu__item" href={href} aria-label={fullLabel}>
      {label}
    </a>
  )
}
