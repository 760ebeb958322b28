// How one wants to be told.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, ErrorSummary, Form, type FormState, Heading, Paragraph, RadioGroup, Stack } from '../ds/index.ts'

export function NotificationSettings({ t, state }: { t: Translate; state: FormState }): VNode {
  const options = ['at-once', 'never'].map((value) => ({
    value,
    label: t(`notifications.settings.${value}`),
    help: t(`notifications.settings.${value}Help`),
  }))
  return (
    <Stack space="large">
      <Heading level={1}>{t('notifications.settings.title')}</Heading>
      <Paragraph lead>{t('notifications.settings.lead')}</Paragraph>
      <ErrorSummary
        title={t('notifications.settings.faults')}
        faults={state.faults}
        labels={{ mail: t('notifications.settings.mail') }}
      />
      <Form action="/settings/notifications">
        <RadioGroup {...state.field('mail')} label={t('notifications.settings.mail')} options={options} />
        <Button label={t('notifications.settings.save')} appearance="primary" />
      </Form>
    </Stack>
  )
}
