// Settings of one's own account: e-mail address, language, password, and where one is signed in.
import type { VNode } from 'preact'
import type { Instant } from '../../src/lib/clock.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Badge, Button, ButtonLink, Card, Cluster, Form, type FormState, Heading, Moment, Paragraph, RadioGroup, Stack, Tabs,
  TextField,
} from '../ds/index.ts' // prettier-ignore
import { FormPage } from '../layout/form-page.tsx'
import { NewPasswordField } from './fields.tsx'

export type SettingsTab = 'profile' | 'account' | 'sessions' | 'notifications' | 'availability'

/** Heading and tabs above every page of settings. */
export function SettingsHeader({ t, tab }: { t: Translate; tab: SettingsTab }): VNode {
  const tabs = ['profile', 'availability', 'account', 'sessions', 'notifications'] as const
  const items = tabs.map((name) => ({
    href: `/settings/${name}`,
    label: t(`account.settings.${name}`),
    current: name === tab,
  }))
  return (
    <Stack>
      <Heading level={1}>{t('account.settings.title')}</Heading>
      <Tabs items={items} label={t('account.settings.title')} />
    </Stack>
  )
}

export function AccountSettings(props: { t: Translate; state: FormState; email: string; locale: string }): VNode {
  const { t, state, email, locale } = props
  const options = ['', 'nl', 'en'].map((value) => ({ value, label: t(`account.locale.${value || 'browser'}`) }))
  return (
    <FormPage
      t={t}
      state={state}
      top={<SettingsHeader t={t} tab="account" />}
      labels={{
        current: t('account.field.currentPassword'),
        password: t('account.field.newPassword'),
        locale: t('account.field.locale'),
      }}
    >
      <Heading level={2}>{t('account.field.email')}</Heading>
      <Paragraph>{t('account.settings.emailIs', { email })}</Paragraph>
      <Heading level={2}>{t('account.settings.language')}</Heading>
      <Form action="/settings/account/language">
        <RadioGroup name="locale" value={locale} label={t('account.field.locale')} options={options} />
        <Button label={t('account.settings.saveLanguage')} />
      </Form>
      <Heading level={2}>{t('account.settings.password')}</Heading>
      <Paragraph>{t('account.settings.passwordText')}</Paragraph>
      <Form action="/settings/account">
        <TextField
          name="current"
          fault={state.fault('current')}
          label={t('account.field.currentPassword')}
          type="password"
          required
          autocomplete="current-password"
        />
        <NewPasswordField t={t} state={state} />
        <Button label={t('account.settings.savePassword')} appearance="primary" />
      </Form>
      <Heading level={2}>{t('account.settings.export')}</Heading>
      <Paragraph>{t('account.settings.exportText')}</Paragraph>
      <ButtonLink href="/settings/export" label={t('account.settings.exportLink')} />
    </FormPage>
  )
}

export interface SessionFace {
  readonly id: string
  readonly userAgent: string
  readonly created: Instant
  readonly lastSeen: Instant
  readonly current: boolean
}

export function Sessions(props: { t: Translate; now: Instant; sessions: readonly SessionFace[] }): VNode {
  const { t, now, sessions } = props
  return (
    <Stack space="large">
      <SettingsHeader t={t} tab="sessions" />
      <Paragraph lead>{t('account.sessions.lead')}</Paragraph>
      <Stack>
        {sessions.map((session) => (
          <SessionCard key={session.id} t={t} now={now} session={session} />
        ))}
      </Stack>
      {sessions.length > 1 && (
        <Form action="/settings/sessions/end-others">
          <Button label={t('account.sessions.endOthers')} appearance="secondary" />
        </Form>
      )}
    </Stack>
  )
}

function SessionCard({ t, now, session }: { t: Translate; now: Instant; session: SessionFace }): VNode {
  const device = deviceOf(session.userAgent) ?? t('account.sessions.unknownDevice')
  return (
    <Card>
      <Cluster spread>
        <Stack space="small">
          <Heading level={2} look={4}>
            {device}
          </Heading>
          <Paragraph small>
            {t('account.sessions.since')} <Moment instant={session.created} now={now} t={t} /> ·{' '}
            {t('account.sessions.seen')} <Moment instant={session.lastSeen} now={now} t={t} />
          </Paragraph>
        </Stack>
        {session.current ? (
          <Badge label={t('account.sessions.current')} />
        ) : (
          <Form action="/settings/sessions/end" inline label={device}>
            <input type="hidden" name="session" value={session.id} />
            <Button label={t('account.sessions.end')} fullLabel={`${t('account.sessions.end')}: ${device}`} small />
          </Form>
        )}
      </Cluster>
    </Card>
  )
}

/** Browser and system in words, as far as they can be told. */
function deviceOf(userAgent: string): string | undefined {
  const browsers = [
    ['Edg', 'Edge'],
    ['Firefox', 'Firefox'],
    ['Chrome', 'Chrome'],
    ['Safari', 'Safari'],
  ] as const
  const systems = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ] as const
  const browser = browsers.find(([mark]) => userAgent.includes(mark))?.[1]
  const system = systems.find(([mark]) => userAgent.includes(mark))?.[1]
  return [browser, system].filter(Boolean).join(' · ') || undefined
}
