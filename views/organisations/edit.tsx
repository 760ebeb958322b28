// What administrators say of their organisation: its name, its sort, and how it is reached.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { AdminHeader } from '../accounts/administer.tsx'
import {
  Button, ErrorSummary, Form, type FormState, Heading, Link, Paragraph, Select, Stack, TextField,
} from '../ds/index.ts' // prettier-ignore

export interface EditOrganisationProps {
  t: Translate
  state: FormState
  types: readonly string[]
}

export function EditOrganisation({ t, state, types }: EditOrganisationProps): VNode {
  const options = [
    { value: '', label: t('organisation.type.none') },
    ...types.map((value) => ({ value, label: t(`organisation.type.${value}`) })),
  ]
  const labels = {
    organisation: t('organisation.field.name'),
    type: t('organisation.field.type'),
    contact: t('organisation.field.contact'),
    security: t('organisation.field.security'),
  }
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="organisation" />
      <Heading level={2}>{t('organisation.edit.title')}</Heading>
      <ErrorSummary title={t('organisation.edit.faults')} faults={state.faults} labels={labels} />
      <Form>
        <TextField
          {...state.field('organisation')}
          label={labels.organisation}
          help={t('organisation.field.nameHelp')}
          autocomplete="organization"
          required
          maxLength={120}
        />
        <Select {...state.field('type')} label={labels.type} options={options} />
        <TextField
          {...state.field('contact')}
          label={labels.contact}
          help={t('organisation.field.contactHelp')}
          maxLength={200}
        />
        <TextField
          {...state.field('security')}
          label={labels.security}
          help={t('organisation.field.securityHelp')}
          maxLength={200}
        />
        <Paragraph small>
          <Link href="/about">{t('organisation.edit.about')}</Link>
        </Paragraph>
        <Button label={t('organisation.edit.button')} appearance="primary" />
      </Form>
    </Stack>
  )
}
