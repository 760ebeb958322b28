// Keeping a klus as a template for a next time: a part of a page, and a page of its own when something is not right.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button,
  Checkbox,
  ErrorSummary,
  Form,
  formState,
  type FormState,
  Heading,
  Stack,
  TextField,
} from '../ds/index.ts'

export interface KeepTemplateProps {
  t: Translate
  item: string
}

export function KeepTemplate({ t, item }: KeepTemplateProps): VNode {
  return (
    <details>
      <summary>{t('klussen.template.keep')}</summary>
      <TemplateForm t={t} item={item} state={formState(t, {}, {})} />
    </details>
  )
}

export function KeepTemplatePage({ t, item, state }: KeepTemplateProps & { state: FormState }): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.template.keep')}</Heading>
      <ErrorSummary title={t('form.faults')} faults={state.faults} labels={{ name: t('klussen.template.name') }} />
      <TemplateForm t={t} item={item} state={state} />
    </Stack>
  )
}

function TemplateForm({ t, item, state }: KeepTemplateProps & { state: FormState }): VNode {
  return (
    <Form action="/klussen/templates" label={t('klussen.template.keep')}>
      <input type="hidden" name="item" value={item} />
      <TextField {...state.field('name')} label={t('klussen.template.name')} required maxLength={80} />
      <Checkbox {...state.check('shared')} label={t('klussen.template.shared')} />
      <Button label={t('klussen.template.save')} />
    </Form>
  )
}
