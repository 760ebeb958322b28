// What the layout needs to know of the plein, the visitor and the page.
import type { ComponentChildren } from 'preact'
import type { NavItem, PageOptions } from '../../src/core/pages.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'

/** Addresses of the built files. */
export interface LayoutAssets {
  readonly styles: readonly string[]
  readonly script: string
  readonly favicon: string
  /** Fonts that every page needs at once. */
  readonly fonts: readonly string[]
}

export interface LayoutPerson {
  readonly name: string
  readonly handle: string
  readonly picture: string | undefined
  readonly admin: boolean
  /** New meldingen. */
  readonly unread: number
}

/** A kind that one can make: the choices under *Plaatsen*. */
export interface NewChoice {
  readonly href: string
  readonly label: string
  readonly icon: string
}

export interface LayoutProps {
  readonly t: Translate
  readonly title: string
  readonly body: ComponentChildren
  readonly options: PageOptions
  /** Name and logo of the organisation whose plein it is. */
  readonly site: { readonly name: string; readonly logo: string | undefined }
  readonly origin: string
  /** Path and query of this page. */
  readonly url: string
  readonly person: LayoutPerson | undefined
  readonly nav: readonly NavItem[]
  readonly choices: readonly NewChoice[]
  /** What just happened, in words. */
  readonly flash: string | undefined
  readonly assets: LayoutAssets
  /** CSS classes of the theme. */
  readonly theme: string
}
