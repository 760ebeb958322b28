// A klus that is placed, with all its fields in one form.
import type { VNode } from 'preact'
import { OwnField } from '../content/fields.tsx'
import { Button, ButtonLink, Cluster, ErrorSummary, Form, Heading, Paragraph, Stack, Sure } from '../ds/index.ts'
import { labelsOf, Words, type WriteStepProps } from './write.tsx'

/** Whoever was to read it has read it. */
const FIXED: readonly string[] = ['purpose', 'responders']

export function EditKlus({
  t,
  kind,
  state,
  cancel,
  sure,
}: Pick<WriteStepProps, 't' | 'kind' | 'state' | 'sure'> & { cancel: string }): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.edit.title')}</Heading>
      <Form label={t('klussen.edit.title')}>
        <ErrorSummary title={t('form.faults')} faults={state.faults} labels={labelsOf(t, kind)} />
        <Words t={t} state={state} />
        {[1, 2, 3].map((step) => (
          <>
            <Heading level={2}>{t(`klussen.write.step${step}`)}</Heading>
            {step === 3 && <Paragraph>{t('klussen.edit.fixed')}</Paragraph>}
            {kind.fields
              .filter((field) => field.step === step && !FIXED.includes(field.name))
              .map((field) => (
                <OwnField key={field.name} t={t} kind={kind.name} field={field} state={state} />
              ))}
          </>
        ))}
        <Sure warned={sure} label={t('sensitive.sure')} />
        <Cluster>
          <Button label={t('form.save')} appearance="primary" />
          <ButtonLink href={cancel} label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </Stack>
  )
}
