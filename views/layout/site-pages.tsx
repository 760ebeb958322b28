// Pages that every plein has: about, accessibility, privacy.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Link, Paragraph, Stack } from '../ds/index.ts'

/** Page → the keys of its paragraphs after title and lead. */
export const sitePages = {
  about: ['network', 'audience', 'source'],
  accessibility: ['how', 'checked', 'report'],
  privacy: ['kept', 'shared', 'cookies', 'rights'],
} as const

export interface SitePageProps {
  t: Translate
  page: keyof typeof sitePages
  /** Name of the organisation. */
  name: string
  version: string
  /** `mailto:` or `https:` addresses. */
  contacts: { readonly general?: string; readonly security?: string }
}

export function SitePage({ t, page, name, version, contacts }: SitePageProps): VNode {
  return (
    <div class="dv-column">
      <Stack>
        <Heading level={1}>{t(`${page}.title`)}</Heading>
        <Paragraph lead>{t(`${page}.lead`, { name })}</Paragraph>
        {sitePages[page].map((key) => (
          <Paragraph key={key}>{t(`${page}.${key}`, { name, version })}</Paragraph>
        ))}
        {contacts.general && <Contact label={t('about.contact')} address={contacts.general} />}
        {page === 'about' && contacts.security && <Contact label={t('about.security')} address={contacts.security} />}
      </Stack>
    </div>
  )
}

function Contact({ label, address }: { label: string; address: string }): VNode {
  return (
    <Paragraph>
      {label} <Link href={address}>{address.replace(/^mailto:/, '')}</Link>
    </Paragraph>
  )
}
