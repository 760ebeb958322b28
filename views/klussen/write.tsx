// One of the three steps in which a klus is written.
import type { VNode } from 'preact'
import type { FieldSpec } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { OwnField, ownLabels } from '../content/fields.tsx'
import {
  Alert, Button, ButtonLink, Checkbox, Cluster, ErrorSummary, Form, type FormState, Heading, Link, MarkdownField, Paragraph, Select, Stack,
  Steps, Sure, TextField,
} from '../ds/index.ts' // prettier-ignore

export interface WriteStepProps {
  t: Translate
  /** From 1. */
  step: number
  /** The draft; undefined before there is one. */
  item: string | undefined
  kind: { readonly name: string; readonly fields: readonly FieldSpec[] }
  /** Those of this step. */
  fields: readonly FieldSpec[]
  state: FormState
  /** Something looks as if it must not stand here: one can say that it does not. */
  sure: boolean
  /** Why the coordinator sent it back, when he did. */
  returned: string | undefined
  /** The group in which it begins, kept in the form; undefined once it is a draft. */
  group: string | undefined
  groups: readonly { readonly id: string; readonly name: string }[]
  templates: readonly { readonly href: string; readonly name: string; readonly shared: boolean }[]
  earlier: readonly { readonly href: string; readonly name: string }[]
}

export function WriteStep(props: WriteStepProps): VNode {
  const { t, step, item, kind, fields, state } = props
  return (
    <Stack space="large">
      <Stack>
        <Heading level={1}>{t('klussen.write.title')}</Heading>
        <WriteSteps t={t} step={step} item={item} />
      </Stack>
      <SentBack t={t} words={props.returned} />
      {step === 1 && <BeginWith {...props} />}
      <Form label={t(`klussen.write.step${step}`)} draft={item ? undefined : 'klus-new'}>
        <ErrorSummary title={t('form.faults')} faults={state.faults} labels={labelsOf(t, kind)} />
        <Heading level={2}>{t(`klussen.write.step${step}`)}</Heading>
        <input type="hidden" name="step" value={step} />
        {props.group !== undefined && <input type="hidden" name="group" value={props.group} />}
        {step === 1 && <OwnField t={t} kind={kind.name} field={fields[0] as FieldSpec} state={state} />}
        {step === 1 && <Words t={t} state={state} />}
        {(step === 1 ? fields.slice(1) : fields).map((field) => (
          <OwnField key={field.name} t={t} kind={kind.name} field={field} state={state} />
        ))}
        {step === 3 && <Place {...props} />}
        <Sure warned={props.sure} label={t('sensitive.sure')} />
        <Cluster>
          <Button
            label={t(step === 3 ? 'klussen.write.preview' : 'klussen.write.next')}
            name="action"
            value="on"
            appearance="primary"
          />
          <Button label={t('content.form.keepDraft')} name="action" value="draft" unchecked />
          {step > 1 && (
            <ButtonLink href={`?item=${item}&step=${step - 1}`} label={t('klussen.write.back')} appearance="subtle" />
          )}
        </Cluster>
      </Form>
    </Stack>
  )
}

/** Wat, wie en waar, wie mag reageren, controleren; those that are there already are links. */
export function WriteSteps({ t, step, item }: { t: Translate; step: number; item: string | undefined }): VNode {
  const steps = [1, 2, 3, 4].map((one) => ({
    label: t(`klussen.write.step${one}`),
    href: item && one < step ? `?item=${item}&step=${one}` : undefined,
  }))
  return <Steps label={t('klussen.write.steps')} steps={steps} current={step - 1} />
}

/** Why the coordinator sent it back; nothing when he did not. */
export function SentBack({ t, words }: { t: Translate; words: string | undefined }): VNode | null {
  if (words === undefined) return null
  return (
    <Alert type="warning">
      <Paragraph>{t('klussen.review.returned')}</Paragraph>
      <Paragraph>{words}</Paragraph>
    </Alert>
  )
}

/** What the klus is about, in words. */
export function Words({ t, state }: { t: Translate; state: FormState }): VNode {
  return (
    <>
      <TextField
        {...state.field('title')}
        label={t('content.form.title')}
        help={t('klussen.write.titleHelp')}
        required
        maxLength={200}
      />
      <MarkdownField
        {...state.field('body')}
        label={t('klussen.write.body')}
        help={t('klussen.write.bodyHelp')}
        required
        rows={8}
        maxLength={100_000}
        previewLabel={t('content.form.preview')}
      />
    </>
  )
}

/** Of all fields, in the order of the form. */
export function labelsOf(t: Translate, kind: WriteStepProps['kind']): Record<string, string> {
  const { own_purpose: purpose = '', ...own } = ownLabels(t, kind)
  const words = { title: t('content.form.title'), body: t('klussen.write.body') }
  return { own_purpose: purpose, ...words, ...own, open: t('klussen.write.open') }
}

function BeginWith({ t, templates, earlier }: WriteStepProps): VNode | null {
  if (templates.length + earlier.length === 0) return null
  const begin = (heading: string, links: readonly { href: string; name: string }[]) =>
    links.length > 0 && (
      <>
        <Paragraph>{heading}</Paragraph>
        <ul>
          {links.map(({ href, name }) => (
            <li key={href}>
              <Link href={href}>{name}</Link>
            </li>
          ))}
        </ul>
      </>
    )
  return (
    <details>
      <summary>{t('klussen.write.beginWith')}</summary>
      {begin(t('klussen.write.templates'), templates)}
      {begin(t('klussen.write.earlier'), earlier)}
      {templates.length > 0 && <Link href="/klussen/templates">{t('klussen.template.manage')}</Link>}
    </details>
  )
}

/** In which group it stands, and whether everybody may read it. */
function Place({ t, state, groups }: WriteStepProps): VNode {
  const options = [
    { value: '', label: t('klussen.write.noGroup') },
    ...groups.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <>
      <Select
        {...state.field('group')}
        label={t('klussen.write.group')}
        help={t('klussen.write.groupHelp')}
        options={options}
      />
      <Checkbox {...state.check('open')} label={t('klussen.write.open')} help={t('klussen.write.openHelp')} />
    </>
  )
}
