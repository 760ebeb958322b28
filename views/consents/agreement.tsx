// The agreement as a paper: what was agreed, who signed it when with which key, and whether that holds.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { formatFull } from '../../src/lib/format.ts'
import { Alert, Heading, Link, Paragraph, Stack } from '../ds/index.ts'

export interface SignatureLine {
  readonly who: string
  readonly organisation: string
  /** `cannot`: his server signs nothing; `unknown`: of a manager of whom nothing can be known. */
  readonly state: 'holds' | 'fails' | 'missing' | 'cannot' | 'unknown'
  /** Empty when it was not signed, as is `at`. */
  readonly key: string
  readonly at: string
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
  /** All that ever counted, oldest first; the last counts. */
  versions: readonly { readonly version: number; readonly href: string }[]
  /** Which of them this is. */
  shown: number | undefined
}

export function AgreementPaper(props: AgreementPaperProps): VNode {
  const { t, title, back, iri, hash, terms, now, signatures } = props
  return (
    <article class="dv-agreement">
      <Stack space="large">
        <Stack>
          <Heading level={1}>{t('consent.agreement.title', { title })}</Heading>
          <p class="dv-agreement__back">
            <Link href={back}>{t('consent.agreement.back')}</Link>
          </p>
          <p class="dv-agreement__back dv-small">{t('consent.agreement.print')}</p>
        </Stack>
        <Versions {...props} />
        {terms}
        <Stack>
          <Heading level={2}>{t('consent.agreement.signatures')}</Heading>
          <Verdict t={t} signatures={signatures} />
          <ol class="dv-agreement__signatures">
            {signatures.map((one) => (
              <li key={one.who + one.key}>
                <strong>{one.who}</strong>
                {one.organisation && `, ${one.organisation}`}
                <br />
                <Signed t={t} line={one} />
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

/** Whether these still count, and where the others are. */
function Versions({ t, versions, shown }: Pick<AgreementPaperProps, 't' | 'versions' | 'shown'>): VNode | null {
  const counts = versions.at(-1)?.version
  if (counts === undefined || versions.length < 2) return null
  return (
    <Stack space="small">
      {shown !== counts && <Alert type="warning">{t('consent.agreement.older', { version: counts })}</Alert>}
      <p class="nl-paragraph dv-agreement__back">
        {t('consent.agreement.versions')}{' '}
        {versions
          .filter(({ version }) => version !== shown)
          .map(({ version, href }, index) => (
            <>
              {index > 0 && ', '}
              <Link key={version} href={href}>
                {t('consent.agreement.version', { version })}
              </Link>
            </>
          ))}
      </p>
    </Stack>
  )
}

/** In one sentence: do all signatures hold, and who did not sign. */
function Verdict({ t, signatures }: Pick<AgreementPaperProps, 't' | 'signatures'>): VNode {
  const signed = signatures.filter(({ state }) => state === 'holds' || state === 'fails')
  const without = signatures.filter((line) => !signed.includes(line))
  const holds = signed.every(({ state }) => state === 'holds')
  const all = holds && without.length === 0
  const names = without.map(({ who, organisation }) => `${who} (${organisation})`).join(', ')
  return (
    <Alert type={all ? 'ok' : 'warning'}>
      <Paragraph>
        {without.length > 0 && `${t('consent.agreement.without', { names })} `}
        {holds
          ? t(all ? 'consent.agreement.allHold' : 'consent.agreement.restHolds', { count: signed.length })
          : t('consent.agreement.someFail', { count: signed.length })}
      </Paragraph>
    </Alert>
  )
}

function Signed({ t, line }: { t: Translate; line: SignatureLine }): VNode {
  const { state, at, key } = line
  if (state === 'missing' || state === 'cannot' || state === 'unknown')
    return <span>{t(`consent.agreement.${state}`)}</span>
  return (
    <>
      {t('consent.agreement.signedAt', {
        moment: at === '' ? t('consent.agreement.noMoment') : formatFull(at, t.locale),
      })}
      <br />
      {t(state === 'holds' ? 'consent.agreement.holds' : 'consent.agreement.fails')}
      <br />
      <span class="dv-agreement__key">{t('consent.agreement.key', { key })}</span>
    </>
  )
}
