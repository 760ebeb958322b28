// The layout around every page.
import type { VNode } from 'preact'
import { Alert, Breadcrumbs, kept, Paragraph } from '../ds/index.ts'
import { DraftNotice, Footer, Shortcuts } from './footer.tsx'
import { Head } from './head.tsx'
import { BareHeader, BottomBar, Header } from './header.tsx'
import type { LayoutProps } from './props.ts'

export type { LayoutAssets, LayoutPerson, LayoutProps, NewChoice } from './props.ts'

/** A whole document; the frame puts the doctype before it. The body brings the one `h1`. */
export function Page(props: LayoutProps): VNode {
  const { t, options, body, theme } = props
  return (
    <html lang={t.locale} class={`utrecht-root ${theme}`}>
      <Head {...props} />
      <body class="utrecht-document dv-page">
        <SkipLink href="#dv-main" label={t('layout.skipToMain')} />
        {props.nav.length > 0 && !options.bare && (
          <SkipLink href="#dv-navigation" label={t('layout.skipToNavigation')} />
        )}
        {options.bare ? <BareHeader site={props.site} /> : <Header {...props} />}
        <div class="dv-body dv-frame">
          {options.breadcrumbs && <Breadcrumbs items={options.breadcrumbs} label={t('layout.breadcrumbs')} />}
          <Status flash={props.flash} />
          <main class="dv-main" id="dv-main" tabindex={-1}>
            {body}
          </main>
        </div>
        <Footer {...props} />
        {!options.bare && <Bottom t={t} person={props.person} choices={props.choices} />}
      </body>
    </html>
  )
}

/** The same on all pages of one person. */
const Bottom = kept(drawBottom, {
  keyOf: ({ t, person }) => `${t.locale} ${person?.handle}`,
  // Without `t`, which is a function.
  shownOf: (props) => [JSON.stringify(props)],
  most: 300,
})

function drawBottom(props: Pick<LayoutProps, 't' | 'person' | 'choices'>): VNode {
  return (
    <>
      <BottomBar {...props} />
      <Shortcuts t={props.t} />
      <DraftNotice t={props.t} />
    </>
  )
}

/** What our own script gets instead of a document. */
export function Fragment({ body, flash }: Pick<LayoutProps, 'body' | 'flash'>): VNode {
  return (
    <>
      <Status flash={flash} />
      <main id="dv-main">{body}</main>
    </>
  )
}

/** Always there, so that a message that a script puts in it is read out. */
function Status({ flash }: { flash: string | undefined }): VNode {
  return (
    <div class="dv-status" id="dv-status" role="status">
      {flash && (
        <Alert type="ok">
          <Paragraph>{flash}</Paragraph>
        </Alert>
      )}
    </div>
  )
}

function SkipLink({ href, label }: { href: string; label: string }): VNode {
  return (
    <a class="nl-skip-link nl-skip-link--visible-on-focus" href={href}>
      {label}
    </a>
  )
}
