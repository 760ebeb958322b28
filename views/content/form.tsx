// The form that writes or changes an item of any kind.
import type { VNode } from 'preact'
import { type FieldSpec, OWN } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, ButtonLink, Checkbox, Cluster, ErrorSummary, FileField, Form, type FormState, Heading, Link, MarkdownField, Paragraph,
  RadioGroup, Stack, TextField,
} from '../ds/index.ts' // prettier-ignore
import { OwnFields } from './fields.tsx'

export interface ContentFormProps {
  t: Translate
  heading: string
  state: FormState
  kind: {
    readonly name: string
    readonly fields: readonly FieldSpec[]
    readonly title: 'required' | 'optional' | 'none'
  }
  /** Chosen group, kept in the form. */
  group: { readonly id: string; readonly name: string; readonly path: string } | undefined
  /** Other places to write in; empty when the place is fixed. */
  places: readonly { readonly label: string; readonly href: string }[]
  /** Who may read it, with a sentence each; empty when that cannot be changed any more. */
  audiences: readonly { readonly value: string; readonly label: string; readonly help: string }[]
  /** Said instead of a choice. */
  readers: string
  images: readonly { readonly id: string; readonly alt: string; readonly path: string }[]
  mayAddImage: boolean
  /** Buttons of a new item or draft, or of a published one. */
  buttons: 'new' | 'edit'
  cancel: string
}

export function ContentForm(props: ContentFormProps): VNode {
  const { t, state, kind, group } = props
  return (
    <Stack space="large">
      <Heading level={1}>{props.heading}</Heading>
      <PlaceChoice {...props} />
      <Form
        enctype="multipart/form-data"
        draft={props.buttons === 'new' ? `new-${kind.name}-${group?.id ?? ''}` : undefined}
      >
        <ErrorSummary title={t('form.faults')} faults={state.faults} labels={labelsOf(t, kind)} />
        <EnterPlaces />
        {group && <input type="hidden" name="group" value={group.id} />}
        <OwnFields t={t} kind={kind.name} fields={kind.fields} state={state} />
        {kind.title !== 'none' && (
          <TextField
            {...state.field('title')}
            label={t(kind.title === 'required' ? 'content.form.title' : 'content.form.titleOptional')}
            required={kind.title === 'required'}
            maxLength={200}
          />
        )}
        <MarkdownField
          {...state.field('body')}
          label={t('content.form.body')}
          help={t('content.form.bodyHelp')}
          required
          maxLength={100_000}
          previewLabel={t('content.form.preview')}
        />
        <Images {...props} />
        <TextField
          {...state.field('tags')}
          label={t('content.form.tags')}
          help={t('content.form.tagsHelp')}
          maxLength={600}
        />
        {props.audiences.length > 0 ? (
          <RadioGroup
            {...state.field('audience')}
            label={t('content.form.audience')}
            options={props.audiences}
            required
          />
        ) : (
          <Paragraph>{props.readers}</Paragraph>
        )}
        <Buttons {...props} />
      </Form>
    </Stack>
  )
}

function labelsOf(t: Translate, kind: ContentFormProps['kind']): Record<string, string> {
  const own = kind.fields.map(({ name }): [string, string] => [`${OWN}${name}`, t(`${kind.name}.field.${name}`)])
  const common = ['title', 'body', 'image', 'alt', 'tags', 'audience'].map((name): [string, string] => [
    name,
    t(`content.form.${name}`),
  ])
  return Object.fromEntries([...common, ...own])
}

function PlaceChoice({ t, group, places }: ContentFormProps): VNode {
  return (
    <Stack space="small">
      <Paragraph>
        {group ? (
          <>
            {t('content.form.inGroup')} <Link href={group.path}>{group.name}</Link>
          </>
        ) : (
          t('content.form.noGroup')
        )}
      </Paragraph>
      {places.length > 0 && (
        <details>
          <summary>{t('content.form.otherPlace')}</summary>
          <ul>
            {places.map((place) => (
              <li key={place.href}>
                <Link href={place.href}>{place.label}</Link>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Stack>
  )
}

function Images({ t, state, images, mayAddImage }: ContentFormProps): VNode {
  return (
    <fieldset class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset">
      <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">
        {t('content.form.images')}
      </legend>
      {images.map((image) => (
        <Cluster key={image.id}>
          <input type="hidden" name="media" value={image.id} />
          <img src={image.path} alt={image.alt} width={96} loading="lazy" />
          <Checkbox
            name="dropMedia"
            value={image.id}
            id={`field-drop-${image.id}`}
            label={t('content.form.dropImage', { alt: image.alt })}
          />
        </Cluster>
      ))}
      {mayAddImage && (
        <>
          <FileField
            name="image"
            label={t('content.form.image')}
            accept="image/jpeg,image/png,image/webp,image/gif,image/avif"
            fault={state.fault('image')}
          />
          <TextField
            {...state.field('alt')}
            label={t('content.form.alt')}
            help={t('content.form.altHelp')}
            maxLength={1500}
          />
          <Button label={t('content.form.addImage')} name="action" value="add-image" unchecked small />
        </>
      )}
    </fieldset>
  )
}

/** The first button of a form is what Enter in a field presses: that is placing it, not adding a picture. */
function EnterPlaces(): VNode {
  return <button class="dv-hidden" type="submit" name="action" value="place" tabindex={-1} aria-hidden="true" />
}

function Buttons({ t, buttons, cancel }: ContentFormProps): VNode {
  return (
    <Cluster>
      <Button
        label={t(buttons === 'new' ? 'content.form.place' : 'form.save')}
        name="action"
        value="place"
        appearance="primary"
      />
      {buttons === 'new' && <Button label={t('content.form.keepDraft')} name="action" value="draft" unchecked />}
      <ButtonLink href={cancel} label={t('form.back')} appearance="subtle" />
    </Cluster>
  )
}
