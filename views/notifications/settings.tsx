// How one wants to be told.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { SettingsHeader } from '../accounts/settings.tsx'
import { Button, Form, type FormState, RadioGroup } from '../ds/index.ts'
import { FormPage } from '../layout/form-page.tsx'

export function NotificationSettings({ t, state }: { t: Translate; state: FormState }): VNode {
  const options = ['at-once', 'never'].map((value) => ({
    value,
    label: t(`notifications.settings.${value}`),
    help: t(`notifications.settings.${value}Help`),
  }))
  return (
    <FormPage
      t={t}
      state={state}
      top={<SettingsHeader t={t} tab="notifications" />}
      lead={t('notifications.settings.lead')}
      labels={{ mail: t('notifications.settings.mail') }}
    >
      <Form action="/settings/notifications">
        <RadioGroup {...state.field('mail')} label={t('notifications.settings.mail')} options={options} />
        <Button label={t('form.save')} appearance="primary" />
      </Form>
    </FormPage>
  )
}
