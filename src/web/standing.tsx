// The pages that every plein has by itself: about, accessibility, privacy.
import { StandingPage, standingPages } from '../../views/layout/standing.tsx'
import type { PageRoutes } from '../core/pages.ts'
import type { Frame } from './frame.ts'
import { page } from './kit.ts'

export function standing(frame: Frame): (routes: PageRoutes) => void {
  return (routes) => {
    for (const name of Object.keys(standingPages) as (keyof typeof standingPages)[]) {
      routes.get(`/${name}`, async ({ ctx, t }) => {
        const [site, contacts] = await Promise.all([frame.layout.site(ctx), frame.layout.contacts(ctx)])
        const { version } = frame.options.config
        const body = <StandingPage t={t} page={name} name={site.name} version={version} contacts={contacts} />
        return page(t(`${name}.title`), body, { public: true, canonical: `/${name}` })
      })
    }
  }
}
