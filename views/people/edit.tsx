// The form for one's own profile.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { SettingsHeader } from '../accounts/settings.tsx'
import {
  Avatar, Button, Checkbox, Cluster, ErrorSummary, FileField, Form, type FormState, Link, MarkdownField, Paragraph, Stack,
  TextField,
} from '../ds/index.ts' // prettier-ignore

export interface EditProfileProps {
  t: Translate
  state: FormState
  name: string
  path: string
  picture: string | undefined
}

export function EditProfile({ t, state, name, path, picture }: EditProfileProps): VNode {
  return (
    <Stack space="large">
      <SettingsHeader t={t} tab="profile" />
      <Paragraph lead>{t('person.edit.lead')}</Paragraph>
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{
          name: t('person.field.name'),
          jobTitle: t('person.field.jobTitle'),
          unit: t('person.field.unit'),
          topics: t('person.field.topics'),
          about: t('person.field.about'),
          picture: t('person.field.picture'),
        }}
      />
      <Form action="/settings/profile" enctype="multipart/form-data">
        <Cluster>
          <Avatar name={name} picture={picture} size="large" />
          <Link href={path}>{t('person.edit.view')}</Link>
        </Cluster>
        <FileField
          name="picture"
          label={t('person.field.picture')}
          help={t('person.field.pictureHelp')}
          accept="image/png,image/jpeg,image/webp"
          fault={state.fault('picture')}
        />
        {picture && <Checkbox {...state.check('removePicture')} label={t('person.field.removePicture')} />}
        <TextField
          {...state.field('name')}
          label={t('person.field.name')}
          required
          maxLength={100}
          autocomplete="name"
        />
        <TextField
          {...state.field('jobTitle')}
          label={t('person.field.jobTitle')}
          maxLength={100}
          autocomplete="organization-title"
        />
        <TextField {...state.field('unit')} label={t('person.field.unit')} maxLength={100} />
        <TextField
          {...state.field('topics')}
          label={t('person.field.topics')}
          help={t('person.field.topicsHelp')}
          maxLength={1000}
        />
        <MarkdownField
          {...state.field('about')}
          label={t('person.field.about')}
          help={t('person.field.aboutHelp')}
          rows={8}
          maxLength={5000}
        />
        <Button label={t('person.edit.button')} appearance="primary" />
      </Form>
    </Stack>
  )
}
