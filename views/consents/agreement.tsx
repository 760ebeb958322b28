// The agreement as a paper: what was agreed, who signed it when with which key, and whether that holds.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { formatFull } from '../../src/lib/format.ts'
import { Alert, Heading, Link, Paragraph, Stack } from '../ds/index.ts'

export interface SignatureLine {
  readonly who: string
  readonly organisation: string
  readonly host: string
  readonly key: string
  readonly at: string
  readonly holds: boolean
}

export interface AgreementPaperProps {
  t: Translate
  title: string
  back: string
  iri: string
  /** SHA-256 in hexadecimal. */
  hash: string
  terms: ComponentChildren
  now: string
  signatures: readonly SignatureLine[]
}

export function AgreementPaper({ t, title, back, iri, hash, terms, now, signatures }: AgreementPaperProps): VNode {
  const all = signatures.every(({ holds }) => holds)
  return (
    <article class="dv-agreement">
      <Stack space="large">
        <Stack>
          <Heading level={1}>{t('consent.agreement.title', { title })}</Heading>
          <p class="dv-agreement__back">
            <Link href={back}>{t('consent.agreement.back')}</Link>
          </p>
        </Stack>
        {terms}
        <Stack>
          <Heading level={2}>{t('consent.agreement.signatures')}</Heading>
          <Alert type={all ? 'ok' : 'warning'}>
            <Paragraph>
              {t(all ? 'consent.agreement.allHold' : 'consent.agreement.someFail', { count: signatures.length })}
            </Paragraph>
          </Alert>
          <ol class="dv-agreement__signatures">
            {signatures.map((one) => (
              <li key={one.key + one.at}>
                <strong>{one.who}</strong>
                {`, ${one.organisation}`}
                <br />
                {t('consent.agreement.signedAt', { moment: formatFull(one.at, t.locale) })}
                <br />
                {t(one.holds ? 'consent.agreement.holds' : 'consent.agreement.fails')}
                <br />
                <span class="dv-agreement__key">{t('consent.agreement.key', { key: one.key })}</span>
              </li>
            ))}
          </ol>
        </Stack>
        <Stack space="small">
          <Heading level={2}>{t('consent.agreement.hash')}</Heading>
          <Paragraph small>{t('consent.agreement.hashHelp')}</Paragraph>
          <p class="dv-agreement__hash">
            <code>{hash}</code>
          </p>
          <p class="dv-agreement__key">{iri}</p>
          <Paragraph small>{t('consent.agreement.printed', { moment: formatFull(now, t.locale) })}</Paragraph>
        </Stack>
      </Stack>
    </article>
  )
}
