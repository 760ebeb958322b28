// Gathers from the rooms what the layout shows: whose plein it is, who is looking, where one can go.
import type { LayoutPerson, LayoutProps, NewChoice } from '../../views/layout/page.tsx'
import type { Ctx } from '../core/context.ts'
import type { LayoutSource, NavItem } from '../core/pages.ts'
import type { Translate } from '../platform/i18n/texts.ts'
import type { WebOptions } from './options.ts'

/** The organisation's name and logo seldom change: asked at most this often. */
const SITE_MILLIS = 1000

export type SiteContacts = Awaited<ReturnType<Part<'contacts'>>>

export interface LayoutReader {
  site(ctx: Ctx): Promise<LayoutProps['site']>
  /** The last name that was known; the host before that. Never fails, for error pages. */
  knownSite(): LayoutProps['site']
  /** Asks anew next time: something was changed here. */
  forget(): void
  contacts(ctx: Ctx): Promise<SiteContacts>
  person(ctx: Ctx): Promise<LayoutPerson | undefined>
  nav(person: LayoutPerson | undefined): readonly NavItem[]
  choices(t: Translate): readonly NewChoice[]
}

type Part<K extends keyof LayoutSource> = NonNullable<LayoutSource[K]>

/** Asks the rooms that hand in parts of the layout; of each part the first that does. */
export function layoutSource(options: WebOptions): LayoutReader {
  function part<K extends keyof LayoutSource>(name: K): Part<K> | undefined {
    const source = options.features.find((feature) => feature.layout?.[name])?.layout
    return source?.[name]?.bind(source) as Part<K> | undefined
  }
  const readers = {
    organisation: part('organisation'),
    contacts: part('contacts'),
    person: part('person'),
    unread: part('unread'),
  }
  const nav = options.features.flatMap((feature) => feature.nav ?? []).sort((a, b) => a.order - b.order)
  const navs = { all: nav, common: nav.filter((item) => !item.admin) }
  let site: LayoutProps['site'] = { name: new URL(options.config.origin).host, logo: undefined }
  let siteUntil = 0
  return {
    async site(ctx) {
      if (readers.organisation && siteUntil <= options.clock.millis()) {
        site = await readers.organisation(ctx)
        siteUntil = options.clock.millis() + SITE_MILLIS
      }
      return site
    },
    knownSite: () => site,
    forget: () => void (siteUntil = 0),
    contacts: async (ctx) => (await readers.contacts?.(ctx)) ?? {},
    async person(ctx) {
      if (ctx.viewer.type !== 'person' || !readers.person) return undefined
      const [person, unread] = await Promise.all([readers.person(ctx), readers.unread?.(ctx) ?? 0])
      return person && { ...person, admin: ctx.viewer.admin, unread }
    },
    nav: (person) => (person?.admin ? navs.all : navs.common),
    choices: (t) =>
      options.kinds.all.map((kind) => ({
        href: `/new/${kind.name}`,
        label: t.find(`${kind.name}.name`) ?? kind.name,
        icon: kind.icon,
      })),
  }
}
