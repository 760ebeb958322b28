// A page that is one form: what stands above it, what is wrong in it, and the form.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { ErrorSummary, type FormState, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface FormPageProps {
  t: Translate
  state: FormState
  /** Field name → its label, for the list of mistakes. */
  labels: Readonly<Record<string, string>>
  /** Heading of the page, with the tabs of its room. */
  top: ComponentChildren
  /** Heading of the form, below that of the page. */
  title?: string | undefined
  lead?: string | undefined
  children: ComponentChildren
}

export function FormPage({ t, state, labels, top, title, lead, children }: FormPageProps): VNode {
  return (
    <Stack space="large">
      {top}
      {title && <Heading level={2}>{title}</Heading>}
      {lead && <Paragraph lead>{lead}</Paragraph>}
      <ErrorSummary title={t('form.faults')} faults={state.faults} labels={labels} />
      {children}
    </Stack>
  )
}
