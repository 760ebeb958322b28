// Pages that every plein has: about, accessibility, privacy.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Link, Paragraph, Stack } from '../ds/index.ts'

/** Page → the keys of its paragraphs after title and lead. */
export const standingPages = {
  about: ['network', 'audience', 'source'],
  accessibility: ['how', 'checked', 'report'],
  privacy: ['kept', 'shared', 'cookies', 'rights'],
} as const

export interface StandingPageProps {
  t: Translate
  page: keyof typeof standingPages
  /** Name of the organisation. */
  name: string
  version: string
  /** `mailto:` or `https:` addresses. */
  contacts: { readonly general?: string; readonly security?: string }
}

export function StandingPage({ t, page, name, version, contacts }: StandingPageProps): VNode {
  return (
    <div class="dv-column">
      <Stack>
        <Heading level={1}>{t(`${page}.title`)}</Heading>
        <Paragraph lead>{t(`${page}.lead`, { name })}</Paragraph>
        {standingPages[page].map((key) => (
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
