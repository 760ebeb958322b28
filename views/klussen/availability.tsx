// "Beschikbaar voor klussen": yes or no, hours, subjects, and who may know.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { SettingsHeader } from '../accounts/settings.tsx'
import {
  Button, Cluster, ErrorSummary, Form, type FormState, Heading, Link, Paragraph, RadioGroup, Stack, Suggestions, Sure, TextArea,
  TextField,
} from '../ds/index.ts' // prettier-ignore

export interface AvailabilityFormProps {
  t: Translate
  state: FormState
  /** To choose from. */
  subjects: readonly string[]
  /** The note looks as if it holds what must not stand there. */
  warned: boolean
}

export function AvailabilityForm({ t, state, subjects, warned }: AvailabilityFormProps): VNode {
  const labels = {
    hoursPerWeek: t('klussen.available.hours'),
    subjects: t('klussen.available.subjects'),
    note: t('klussen.available.note'),
  }
  return (
    <Stack>
      <SettingsHeader t={t} tab="availability" />
      <Heading level={2}>{t('klussen.available.title')}</Heading>
      <Paragraph lead>{t('klussen.available.lead')}</Paragraph>
      <Form label={t('klussen.available.title')}>
        <ErrorSummary title={t('klussen.available.faults')} faults={state.faults} labels={labels} />
        <RadioGroup
          {...state.field('available')}
          label={t('klussen.available.question')}
          options={[
            { value: 'yes', label: t('klussen.available.yes') },
            { value: 'no', label: t('klussen.available.no'), help: t('klussen.available.noHelp') },
          ]}
        />
        <TextField
          {...state.field('hoursPerWeek')}
          label={labels.hoursPerWeek}
          help={t('klussen.available.hoursHelp')}
          inputMode="text"
        />
        <TextField
          {...state.field('subjects')}
          label={labels.subjects}
          help={t('klussen.available.subjectsHelp')}
          list="available-subjects"
        />
        <Suggestions id="available-subjects" words={subjects} />
        <TextArea {...state.field('note')} label={labels.note} help={t('klussen.available.noteHelp')} rows={3} />
        <Sure warned={warned} label={t('sensitive.sure')} />
        <RadioGroup
          {...state.field('audience')}
          label={t('klussen.available.audience')}
          options={(['network', 'organisation'] as const).map((value) => ({
            value,
            label: t(`klussen.available.${value}`),
            help: t(`klussen.available.${value}Help`),
          }))}
        />
        <Cluster>
          <Button label={t('form.save')} appearance="primary" />
          <Link href="/klussen">{t('klussen.available.back')}</Link>
        </Cluster>
      </Form>
    </Stack>
  )
}
