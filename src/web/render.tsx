// From an answer of a room to a document: the layout around it, or a fragment for our own script.
import { renderToString } from 'preact-render-to-string'
import { Fragment, Page } from '../../views/layout/page.tsx'
import type { PageAnswer } from '../core/pages.ts'
import type { Frame } from './frame.ts'
import type { Around, Visit } from './visit.ts'

export type PageOf = Extract<PageAnswer, { type: 'page' }>

export interface Showing {
  readonly url: string
  /** What just happened, in words. */
  readonly flash: string | undefined
  readonly fragment: boolean
}

/** The whole document; for our own script (`fragment`) only the body and what just happened. */
export async function renderPage(frame: Frame, visit: Visit, answer: PageOf, showing: Showing): Promise<string> {
  if (showing.fragment) return renderToString(<Fragment body={answer.body} flash={showing.flash} />)
  return document(frame, visit.t, answer, showing, await (visit.around ?? readAround(frame, visit)))
}

/** What the layout shows. */
export async function readAround(frame: Frame, { ctx }: Visit): Promise<Around> {
  const [site, person] = await Promise.all([frame.layout.site(ctx), frame.layout.person(ctx)])
  return { site, person }
}

/** Without asking any room: for when the database is away. */
export function renderBare(frame: Frame, t: Visit['t'], answer: PageOf, showing: Showing): string {
  if (showing.fragment) return renderToString(<Fragment body={answer.body} flash={undefined} />)
  return document(frame, t, answer, showing, { site: frame.layout.knownSite(), person: undefined })
}

function document(frame: Frame, t: Visit['t'], answer: PageOf, showing: Showing, around: Around): string {
  const html = renderToString(
    <Page
      {...around}
      t={t}
      title={answer.title}
      body={answer.body}
      options={answer.options}
      origin={frame.options.config.origin}
      url={showing.url}
      nav={frame.layout.nav(around.person)}
      choices={around.person ? frame.layout.choices(t) : []}
      flash={showing.flash}
      assets={frame.layoutAssets}
      theme={frame.theme.classes}
    />,
  )
  return `<!doctype html>${html}`
}
