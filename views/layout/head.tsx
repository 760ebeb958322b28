// The head of a page: title, assets, and what other programs want to know of it.
import type { VNode } from 'preact'
import type { LayoutProps } from './props.ts'

export function Head(props: LayoutProps): VNode {
  const { title, site, options, assets } = props
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title === site.name ? title : `${title} · ${site.name}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {assets.fonts.map((href) => (
        <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossorigin="anonymous" />
      ))}
      {assets.styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      <script type="module" src={assets.script} />
      <link rel="icon" href={assets.favicon} type="image/svg+xml" />
      {options.description && <meta name="description" content={options.description} />}
      {!options.public && <meta name="robots" content="noindex" />}
      <Alternates {...props} />
      {options.public && <OpenGraph {...props} />}
    </head>
  )
}

function Alternates({ t, options, origin }: LayoutProps): VNode {
  return (
    <>
      {options.canonical && <link rel="canonical" href={absolute(origin, options.canonical)} />}
      {options.atom && (
        <link
          rel="alternate"
          type="application/atom+xml"
          href={absolute(origin, options.atom)}
          title={t('layout.feed')}
        />
      )}
      {options.activityIri && <link rel="alternate" type="application/activity+json" href={options.activityIri} />}
    </>
  )
}

function OpenGraph({ t, title, site, options, origin, url }: LayoutProps): VNode {
  const image = options.image && absolute(origin, options.image)
  const facts = {
    'og:type': 'article',
    'og:title': title,
    'og:site_name': site.name,
    'og:url': absolute(origin, options.canonical ?? url),
    'og:locale': t.locale === 'nl' ? 'nl_NL' : 'en_GB',
    ...(options.description ? { 'og:description': options.description } : {}),
    ...(image ? { 'og:image': image } : {}),
  }
  return (
    <>
      {Object.entries(facts).map(([property, content]) => (
        <meta key={property} property={property} content={content} />
      ))}
    </>
  )
}

function absolute(origin: string, path: string): string {
  return new URL(path, origin).href
}
