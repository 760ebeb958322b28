// What administrators say of their organisation: its name, its sort, and how it is reached.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { AdminHeader } from '../accounts/administer.tsx'
import { Button, Form, type FormState, Link, Paragraph, Select, TextField } from '../ds/index.ts'
import { FormPage } from '../layout/form-page.tsx'

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
    <FormPage
      t={t}
      state={state}
      top={<AdminHeader t={t} tab="organisation" />}
      title={t('organisation.edit.title')}
      labels={labels}
    >
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
        <Button label={t('form.save')} appearance="primary" />
      </Form>
    </FormPage>
  )
}
