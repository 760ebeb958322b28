// The pages that every plein has by itself: about, accessibility, privacy.
import { StandingPage, standingPages } from '../../views/layout/standing.tsx'
import type { PageRoutes } from '../core/pages.ts'
import type { Frame } from './frame.ts'
import { page } from './kit.ts'

export function standing(frame: Frame): (routes: PageRoutes) => void {
  return (routes) => {
    for (const name of Object.keys(standingPages) as (keyof typeof standingPages)[]) {
      routes.get(`/${name}`, async ({ ctx, t }) => {
        const site = await frame.layout.site(ctx)
        const body = <StandingPage t={t} page={name} name={site.name} version={frame.options.config.version} />
        return page(t(`${name}.title`), body, { public: true, canonical: `/${name}` })
      })
    }
  }
}
