// A card in a stream or list, and the small labels that stand on it.
import type { ComponentChildren, VNode } from 'preact'
import { CardTarget } from './text.tsx'

export interface CardProps {
  /** Where the card leads to. The first `Heading` (or `CardLink`) inside becomes the link and covers the whole card. */
  href?: string | undefined
  id?: string | undefined
  lang?: string | undefined
  children: ComponentChildren
}

/** One link over its whole face; other links inside stay links of their own. */
export function Card({ href, id, lang, children }: CardProps): VNode {
  return (
    <article class="dv-card" id={id} lang={lang}>
      <CardTarget.Provider value={href === undefined ? undefined : { href, taken: false }}>
        {children}
      </CardTarget.Provider>
    </article>
  )
}

/** A quiet word about something: a state, a kind, a role. */
export function Badge({ label }: { label: string }): VNode {
  return <span class="utrecht-badge-data dv-badge">{label}</span>
}

export function Tag({ href, label }: { href: string; label: string }): VNode {
  return (
    <a class="nl-link dv-tag" href={href} rel="tag">
      {label}
    </a>
  )
}
