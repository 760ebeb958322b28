// Pages that every plein has: about, accessibility, privacy.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Paragraph, Stack } from '../ds/index.ts'

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
}

export function StandingPage({ t, page, name, version }: StandingPageProps): VNode {
  return (
    <div class="dv-column">
      <Stack>
        <Heading level={1}>{t(`${page}.title`)}</Heading>
        <Paragraph lead>{t(`${page}.lead`, { name })}</Paragraph>
        {standingPages[page].map((key) => (
          <Paragraph key={key}>{t(`${page}.${key}`, { name, version })}</Paragraph>
        ))}
      </Stack>
    </div>
  )
}
