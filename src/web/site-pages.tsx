// The pages that every plein has by itself: about, accessibility, privacy.
import { SitePage, sitePages } from '../../views/layout/site-pages.tsx'
import type { PageRoutes } from '../core/pages.ts'
import type { Frame } from './frame.ts'
import { page } from './kit.ts'

export function sitePageRoutes(frame: Frame): (routes: PageRoutes) => void {
  return (routes) => {
    for (const name of Object.keys(sitePages) as (keyof typeof sitePages)[]) {
      routes.get(`/${name}`, async ({ ctx, t }) => {
        const [site, contacts] = await Promise.all([frame.layout.site(ctx), frame.layout.contacts(ctx)])
        const { version } = frame.options.config
        const body = <SitePage t={t} page={name} name={site.name} version={version} contacts={contacts} />
        return page(t(`${name}.title`), body, { public: true, canonical: `/${name}` })
      })
    }
  }
}
