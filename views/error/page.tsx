// The page that says no, and helps on.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { ButtonLink, Cluster, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface ErrorPageProps {
  t: Translate
  status: number
  /** What happened; may have a title and help of its own. */
  code: string
  /** What is the matter, in words. */
  text: string
  /** By which an administrator finds it in the log. */
  requestId: string
  /** Signing in may help. */
  guest: boolean
  /** Where one was, for coming back after signing in. */
  url: string
}

export function ErrorPage({ t, status, code, text, requestId, guest, url }: ErrorPageProps): VNode {
  const mayHelp = guest && (status === 404 || status === 403)
  return (
    <div class="dv-error">
      <Stack>
        <Heading level={1}>{errorTitle(t, { status, code })}</Heading>
        <Paragraph lead>{text}</Paragraph>
        <Paragraph>
          {t.find(`${code}.help`) ?? t.find(`error.help.${status}`, { id: requestId }) ?? t('error.help.other')}
        </Paragraph>
        {mayHelp && <Paragraph>{t('error.help.guest')}</Paragraph>}
        <Cluster>
          {mayHelp && (
            <ButtonLink
              href={`/sign-in?return=${encodeURIComponent(url)}`}
              label={t('error.action.signIn')}
              appearance="primary"
            />
          )}
          <ButtonLink href="/" label={t('error.action.start')} appearance={mayHelp ? 'secondary' : 'primary'} />
          <ButtonLink href="/search" label={t('error.action.search')} />
        </Cluster>
      </Stack>
    </div>
  )
}

export function errorTitle(t: Translate, { status, code }: { status: number; code: string }): string {
  return t.find(`${code}.title`) ?? t.find(`error.title.${status}`) ?? t('error.title.other')
}
