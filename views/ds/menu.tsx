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

/** Sends the form around it. */
export function MenuButton({ label, name, value }: { label: string; name: string; value: string }): VNode {
  return (
    <button class="dv-menu__item" type="submit" name={name} value={value}>
      {label}
    </button>
  )
}

export function MenuLink({ label, href }: { label: string; href: string }): VNode {
  return (
    <a class="dv-menu__item" href={href}>
      {label}
    </a>
  )
}
