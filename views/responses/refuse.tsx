// For the author: who waits, whom one tells that it goes on without him, and why.
import type { VNode } from 'preact'
import type { FieldSpec } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, ButtonLink, CheckboxGroup, Cluster, EmptyState, ErrorSummary, Form, type FormState, Heading, Link, Paragraph, Stack, Sure,
} from '../ds/index.ts' // prettier-ignore
import { Field } from './form.tsx'
import type { ResponseLineProps } from './list.tsx'
import { stateWords } from './state-bar.tsx'

export interface RefuseOthersProps {
  t: Translate
  item: { readonly title: string; readonly path: string }
  lines: readonly ResponseLineProps[]
  /** `labels`: what the text keys of its fields begin with. */
  move: { readonly labels: string; readonly fields: readonly FieldSpec[] }
  state: FormState
  warned: boolean
}

export function RefuseOthers({ t, item, lines, move, state, warned }: RefuseOthersProps): VNode {
  const labels = Object.fromEntries(move.fields.map(({ name }) => [name, t(`${move.labels}.${name}`)]))
  return (
    <Stack space="large">
      <Stack>
        <Heading level={1}>{t('responses.refuse.title')}</Heading>
        <Paragraph>
          {t('responses.form.about')} <Link href={item.path}>{item.title}</Link>
        </Paragraph>
      </Stack>
      {lines.length === 0 ? (
        <EmptyState title={t('responses.refuse.none.title')} text={t('responses.refuse.none.text')} />
      ) : (
        <>
          <Paragraph lead>{t('responses.refuse.lead')}</Paragraph>
          <ErrorSummary
            title={t('responses.form.faults')}
            faults={state.faults}
            labels={{ who: t('responses.refuse.who'), ...labels }}
          />
          <Form label={t('responses.refuse.title')}>
            <Stack>
              <CheckboxGroup
                name="who"
                label={t('responses.refuse.who')}
                fault={state.fault('who')}
                values={state.values('who')}
                options={lines.map(({ id, other, flow, state: at }) => ({
                  value: id,
                  label: `${[other?.name, other?.organisation].filter(Boolean).join(', ')} (${stateWords(t, flow, at)})`,
                }))}
              />
              {move.fields.map((field) => (
                <Field key={field.name} t={t} label={`${move.labels}.${field.name}`} field={field} state={state} />
              ))}
              <Sure warned={warned} label={t('sensitive.sure')} />
              <Cluster>
                <Button label={t('responses.refuse.send')} appearance="danger" />
                <ButtonLink href={item.path} label={t('form.back')} appearance="subtle" />
              </Cluster>
            </Stack>
          </Form>
        </>
      )}
    </Stack>
  )
}
