// The form that changes one comment.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button,
  ButtonLink,
  Cluster,
  ErrorSummary,
  Form,
  type FormState,
  Heading,
  MarkdownField,
  Stack,
} from '../ds/index.ts'

export interface EditCommentProps {
  t: Translate
  state: FormState
  cancel: string
}

export function EditComment({ t, state, cancel }: EditCommentProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('comments.edit.title')}</Heading>
      <Form>
        <ErrorSummary title={t('form.faults')} faults={state.faults} labels={{ body: t('comments.form.body') }} />
        <MarkdownField
          {...state.field('body')}
          label={t('comments.form.body')}
          required
          maxLength={20_000}
          previewLabel={t('content.form.preview')}
        />
        <Cluster>
          <Button label={t('form.save')} appearance="primary" />
          <ButtonLink href={cancel} label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </Stack>
  )
}
