// The forms that make and change a group.
import type { VNode } from 'preact'
import type { GroupFace } from './face.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, ButtonLink, Checkbox, Cluster, FileField, Form, type FormState, Heading, MarkdownField, RadioGroup,
  TextField,
} from '../ds/index.ts' // prettier-ignore
import { FormPage } from '../layout/form-page.tsx'
import { GroupHeader } from './header.tsx'

export interface NewGroupPageProps {
  t: Translate
  state: FormState
  /** How handles end on this plein (`@plein.gemeente.example`). */
  host: string
}

export function NewGroupPage({ t, state, host }: NewGroupPageProps): VNode {
  const options = (['open', 'closed', 'hidden'] as const).map((value) => ({
    value,
    label: t(`groups.access.${value}`),
    help: t(`groups.sentence.${value}`),
  }))
  return (
    <FormPage
      t={t}
      state={state}
      top={<Heading level={1}>{t('groups.new.title')}</Heading>}
      lead={t('groups.new.lead')}
      labels={labelsOf(t)}
    >
      <Form action="/groups/new">
        <TextField
          {...state.field('name')}
          label={t('groups.field.name')}
          help={t('groups.field.nameHelp')}
          required
          maxLength={100}
        />
        <MarkdownField
          {...state.field('about')}
          label={t('groups.field.about')}
          help={t('groups.field.aboutHelp')}
          rows={5}
        />
        <TextField
          {...state.field('handle')}
          label={t('groups.field.handle')}
          help={t('groups.field.handleHelp', { host })}
          maxLength={30}
        />
        <RadioGroup {...state.field('access')} label={t('groups.field.access')} options={options} />
        <Cluster>
          <Button label={t('groups.new.button')} appearance="primary" />
          <ButtonLink href="/groups" label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </FormPage>
  )
}

export interface EditGroupPageProps {
  t: Translate
  state: FormState
  group: GroupFace
  organisations: number
}

export function EditGroupPage({ t, state, group, organisations }: EditGroupPageProps): VNode {
  return (
    <FormPage
      t={t}
      state={state}
      top={<GroupHeader t={t} group={group} organisations={organisations} signedIn tab="edit" />}
      title={t('groups.edit.title')}
      labels={labelsOf(t)}
    >
      <Form action={`${group.path}/edit`} enctype="multipart/form-data">
        <TextField {...state.field('name')} label={t('groups.field.name')} required maxLength={100} />
        <MarkdownField {...state.field('about')} label={t('groups.field.about')} help={t('groups.field.aboutHelp')} />
        <FileField
          name="picture"
          label={t('groups.field.picture')}
          help={t('groups.field.pictureHelp')}
          accept="image/png,image/jpeg,image/webp"
          fault={state.fault('picture')}
        />
        {group.picture && <Checkbox {...state.check('removePicture')} label={t('groups.field.removePicture')} />}
        <RadioGroup {...state.field('access')} label={t('groups.field.access')} options={accessOptions(t, group)} />
        <Checkbox
          {...state.check('restricted')}
          label={t('groups.field.restricted')}
          help={t('groups.field.restrictedHelp')}
        />
        <Cluster>
          <Button label={t('form.save')} appearance="primary" />
          <ButtonLink href={group.path} label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </FormPage>
  )
}

/** What each choice means, and for a change what becomes of what is there. */
function accessOptions(t: Translate, group: GroupFace) {
  return (['open', 'closed', 'hidden'] as const).map((value) => ({
    value,
    label: t(`groups.access.${value}`),
    help: value === group.access ? t(`groups.sentence.${value}`) : t(changeKey(group.access, value)),
  }))
}

function changeKey(from: GroupFace['access'], to: GroupFace['access']): string {
  if (to === 'open') return 'groups.change.open'
  if (to === 'closed') return from === 'open' ? 'groups.change.closedFromOpen' : 'groups.change.closedFromHidden'
  return from === 'open' ? 'groups.change.hiddenFromOpen' : 'groups.change.hiddenFromClosed'
}

function labelsOf(t: Translate) {
  return {
    name: t('groups.field.name'),
    about: t('groups.field.about'),
    handle: t('groups.field.handle'),
    access: t('groups.field.access'),
    picture: t('groups.field.picture'),
  }
}
