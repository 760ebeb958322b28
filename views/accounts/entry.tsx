// The ways in: signing in, a forgotten password, an invitation, the first set-up.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert, Button, EmptyState, ErrorSummary, Form, type FormState, Heading, Link, Paragraph, Select, Stack, TextField,
} from '../ds/index.ts' // prettier-ignore
import { EmailField, NewPasswordField, PersonFields } from './fields.tsx'

export interface EntryProps {
  t: Translate
  state: FormState
}

export interface SignInProps extends EntryProps {
  /** Where to go on after. */
  returnTo: string
  /** What is wrong as a whole: it must not say which of the two fields. */
  fault: string | undefined
}

export function SignIn({ t, state, returnTo, fault }: SignInProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.signIn.title')}</Heading>
      {fault && (
        <Alert type="error" role="alert">
          {fault}
        </Alert>
      )}
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{ email: t('account.field.email'), password: t('account.field.password') }}
      />
      <Form action="/sign-in">
        <input type="hidden" name="return" value={returnTo} />
        <TextField
          {...state.field('email')}
          label={t('account.field.email')}
          type="email"
          required
          autocomplete="username"
        />
        <TextField
          name="password"
          fault={state.fault('password')}
          label={t('account.field.password')}
          type="password"
          required
          autocomplete="current-password"
        />
        <Button label={t('account.signIn.button')} appearance="primary" />
      </Form>
      <Paragraph>
        <Link href="/password-reset">{t('account.signIn.forgotten')}</Link>
      </Paragraph>
      <Paragraph small>{t('account.signIn.noAccount')}</Paragraph>
    </Stack>
  )
}

export function SetUp(props: EntryProps & { host: string; token: string; types: readonly string[] }): VNode {
  const { t, state, host, token, types } = props
  const options = [
    { value: '', label: t('account.setUp.chooseType') },
    ...types.map((value) => ({ value, label: t(`organisation.type.${value}`) })),
  ]
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.setUp.title')}</Heading>
      <Paragraph lead>{t('account.setUp.lead')}</Paragraph>
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{
          organisation: t('account.field.organisation'),
          type: t('account.field.organisationType'),
          name: t('account.field.name'),
          handle: t('account.field.handle'),
          email: t('account.field.email'),
          password: t('account.field.newPassword'),
        }}
      />
      <Form action="/setup">
        <input type="hidden" name="token" value={token} />
        <Heading level={2}>{t('account.setUp.organisation')}</Heading>
        <TextField
          {...state.field('organisation')}
          label={t('account.field.organisation')}
          help={t('account.field.organisationHelp')}
          required
          maxLength={120}
          autocomplete="organization"
        />
        <Select
          {...state.field('type')}
          label={t('form.optional', { label: t('account.field.organisationType') })}
          options={options}
        />
        <Heading level={2}>{t('account.setUp.you')}</Heading>
        <PersonFields t={t} state={state} host={host} />
        <Button label={t('account.setUp.button')} appearance="primary" />
      </Form>
    </Stack>
  )
}

/** The plein waits for whoever started it. */
export function SetUpNeedsLink({ t }: { t: Translate }): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.setUp.title')}</Heading>
      <EmptyState title={t('account.setUp.needsLink')} text={t('account.setUp.needsLinkText')} />
    </Stack>
  )
}

export function Invitation(
  props: EntryProps & { host: string; token: string; email: string; organisation: string },
): VNode {
  const { t, state, host, token, email, organisation } = props
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.invitation.title', { organisation })}</Heading>
      <Paragraph lead>{t('account.invitation.lead', { email })}</Paragraph>
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{
          name: t('account.field.name'),
          handle: t('account.field.handle'),
          email: t('account.field.email'),
          password: t('account.field.newPassword'),
          jobTitle: t('person.field.jobTitle'),
          unit: t('person.field.unit'),
        }}
      />
      <Form action="/invitation">
        <input type="hidden" name="token" value={token} />
        <PersonFields t={t} state={state} host={host} email={false} />
        <TextField
          {...state.field('jobTitle')}
          label={t('form.optional', { label: t('person.field.jobTitle') })}
          maxLength={100}
          autocomplete="organization-title"
        />
        <TextField
          {...state.field('unit')}
          label={t('form.optional', { label: t('person.field.unit') })}
          maxLength={100}
        />
        <Button label={t('account.invitation.button')} appearance="primary" />
      </Form>
    </Stack>
  )
}

export function AskReset({ t, state }: EntryProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.reset.title')}</Heading>
      <Paragraph lead>{t('account.reset.lead')}</Paragraph>
      <ErrorSummary title={t('form.faults')} faults={state.faults} labels={{ email: t('account.field.email') }} />
      <Form action="/password-reset">
        <EmailField t={t} state={state} />
        <Button label={t('account.reset.ask')} appearance="primary" />
      </Form>
    </Stack>
  )
}

export function AskedReset({ t }: { t: Translate }): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.reset.title')}</Heading>
      <Alert type="ok" role="status">
        {t('account.reset.asked')}
      </Alert>
      <Paragraph>
        <Link href="/sign-in">{t('account.reset.back')}</Link>
      </Paragraph>
    </Stack>
  )
}

export function NewPassword({ t, state, token }: EntryProps & { token: string }): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('account.reset.newTitle')}</Heading>
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{ password: t('account.field.newPassword') }}
      />
      <Form action="/password-reset">
        <input type="hidden" name="token" value={token} />
        <NewPasswordField t={t} state={state} />
        <Button label={t('account.reset.save')} appearance="primary" />
      </Form>
    </Stack>
  )
}
