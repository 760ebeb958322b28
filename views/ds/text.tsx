// Running text: headings, paragraphs, links, and text that people wrote.
import { createContext } from 'preact'
import type { ComponentChildren, VNode } from 'preact'
import { useContext } from 'preact/hooks'

/** Where the card around a heading leads to; the first heading in the card becomes the link. */
export const CardTarget = createContext<{ href: string; taken: boolean } | undefined>(undefined)

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6

export interface HeadingProps {
  /** Place in the outline of the page. */
  level: HeadingLevel
  /** How big it looks, when that differs from its place. */
  look?: HeadingLevel | undefined
  id?: string | undefined
  lang?: string | undefined
  children: ComponentChildren
}

/** A heading. The first one inside a `Card` with an `href` is the card's link. */
export function Heading({ level, look = level, id, lang, children }: HeadingProps): VNode {
  const Element = `h${level}` as const
  return (
    <Element class={`nl-heading nl-heading--level-${look}`} id={id} lang={lang}>
      <CardLink>{children}</CardLink>
    </Element>
  )
}

/** Makes its text the link of the card around it, unless a heading before it already is. Outside a card: just the text. */
export function CardLink({ children }: { children: ComponentChildren }): VNode {
  const target = useContext(CardTarget)
  if (!target || target.taken) return <>{children}</>
  target.taken = true
  return (
    <a class="dv-card__link" href={target.href}>
      {children}
    </a>
  )
}

export interface ParagraphProps {
  lead?: boolean | undefined
  small?: boolean | undefined
  lang?: string | undefined
  children: ComponentChildren
}

export function Paragraph({ lead, small, lang, children }: ParagraphProps): VNode {
  const look = lead ? ' nl-paragraph--lead' : small ? ' dv-small' : ''
  return (
    <p class={`nl-paragraph${look}`} lang={lang}>
      {lead ? <span class="nl-paragraph__lead">{children}</span> : children}
    </p>
  )
}

export interface LinkProps {
  href: string
  rel?: string | undefined
  lang?: string | undefined
  /** The page, or the step, where one is now. */
  current?: 'page' | 'step' | 'true' | undefined
  children: ComponentChildren
}

export function Link({ href, rel, lang, current, children }: LinkProps): VNode {
  return (
    <a
      class={`nl-link${current ? ' nl-link--current' : ''}`}
      href={href}
      rel={rel}
      hreflang={lang}
      aria-current={current}
    >
      {children}
    </a>
  )
}

export interface RichTextProps {
  html: string
  lang?: string | undefined
  /** Level of the heading that the text stands under. Default 1. */
  under?: HeadingLevel | undefined
}

/** Text that somebody wrote, as safe HTML (from lib/markdown.ts or lib/html.ts, nothing else). */
export function RichText({ html, lang, under = 1 }: RichTextProps): VNode {
  const ordered = orderHeadings(html, under)
  return <div class="utrecht-rich-text dv-text" lang={lang} dangerouslySetInnerHTML={{ __html: ordered }} />
}

/** Headings of a text take their place in the outline of the page: below what stands above them, no level left out. */
export function orderHeadings(html: string, under: number): string {
  let last = under
  return html.replace(/<(\/?)h([1-6])(?=[\s>])/g, (_, close: string, level: string) => {
    if (!close) last = Math.min(6, Math.max(under + 1, Math.min(Number(level), last + 1)))
    return `<${close}h${last}`
  })
}
