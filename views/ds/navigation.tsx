// Ways around: breadcrumbs, tabs, and the next part of a list.
import type { VNode } from 'preact'

export interface BreadcrumbsProps {
  items: readonly { readonly label: string; readonly href: string }[]
  /** Name for screen readers. */
  label?: string | undefined
}

export function Breadcrumbs({ items, label }: BreadcrumbsProps): VNode | null {
  if (items.length === 0) return null
  return (
    <nav class="utrecht-breadcrumb-nav dv-breadcrumbs" aria-label={label}>
      <ol class="utrecht-breadcrumb-nav__list utrecht-breadcrumb-nav__list--html-ol">
        {items.map((item) => (
          <li key={item.href} class="utrecht-breadcrumb-nav__item">
            <a class="nl-link utrecht-breadcrumb-nav__link" href={item.href}>
              {item.label}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

export interface MoreProps {
  href: string
  label: string
  /** Id of the list to which a script adds what follows, in place. Default: the list is replaced by the next page. */
  into?: string | undefined
}

/** "Meer laden": the next part of a list. With script it is put under what one already reads. */
export function More({ href, label, into }: MoreProps): VNode {
  return (
    <p class="dv-more" data-more={into}>
      <a class="nl-button nl-button--secondary" href={href} rel="next">
        <span class="nl-button__label">{label}</span>
      </a>
    </p>
  )
}

export interface TabsProps {
  items: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
  /** Name for screen readers. */
  label: string
}

/** Links to the faces of one subject, each a page of its own. */
export function Tabs({ items, label }: TabsProps): VNode {
  return (
    <nav class="dv-tabs" aria-label={label}>
      <ul class="dv-tabs__list">
        {items.map((item) => (
          <li key={item.href}>
            <a class="dv-tabs__link" href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
