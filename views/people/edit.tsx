// The form for one's own profile.
import type { VNode } from 'preact'
import { themes } from '../../src/core/themes.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { FormPage } from '../layout/form-page.tsx'
import { SettingsHeader } from '../accounts/settings.tsx'
import {
  Avatar, Button, Checkbox, Cluster, FileField, Form, type FormState, Link, MarkdownField,
  Suggestions, TextField,
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
    <FormPage
      t={t}
      state={state}
      top={<SettingsHeader t={t} tab="profile" />}
      lead={t('person.edit.lead')}
      labels={{
        name: t('person.field.name'),
        jobTitle: t('person.field.jobTitle'),
        unit: t('person.field.unit'),
        topics: t('person.field.topics'),
        about: t('person.field.about'),
        picture: t('person.field.picture'),
      }}
    >
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
          list="shared-themes"
          label={t('person.field.topics')}
          help={t('person.field.topicsHelp')}
          maxLength={1000}
        />
        <Suggestions id="shared-themes" words={themes} />
        <MarkdownField
          {...state.field('about')}
          label={t('person.field.about')}
          help={t('person.field.aboutHelp')}
          rows={8}
          maxLength={5000}
        />
        <Button label={t('form.save')} appearance="primary" />
      </Form>
    </FormPage>
  )
}
