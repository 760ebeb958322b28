// The page on which a manager answers: what is asked, the terms in plain words, and three answers.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { formatDate } from '../../src/lib/format.ts'
import {
  Alert, Button, ErrorSummary, Form, type FormState, Heading, Moment, Paragraph, RadioGroup, Stack, Sure, TextArea,
} from '../ds/index.ts' // prettier-ignore

export interface AnswerConsentProps {
  t: Translate
  state: FormState
  terms: ComponentChildren
  about: { readonly name: string; readonly title: string; readonly organisation: string }
  action: string
  token?: string | undefined
  until: string
  /** His words look as if they hold what must not stand there. */
  warned: boolean
}

export function AnswerConsent({ t, state, terms, about, action, token, until, warned }: AnswerConsentProps): VNode {
  const options = (['given', 'conditional', 'refused'] as const).map((value) => ({
    value,
    label: t(`consent.answer.${value}`),
    help: t(`consent.answer.${value}.help`, about),
  }))
  return (
    <Stack space="large">
      <Stack>
        <Heading level={1}>{t('consent.title', about)}</Heading>
        <Paragraph lead>{t('consent.lead', about)}</Paragraph>
      </Stack>
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{ answer: t('consent.field.answer'), words: t('consent.field.words') }}
      />
      <Stack>
        <Heading level={2}>{t('consent.terms', about)}</Heading>
        {terms}
      </Stack>
      <Stack>
        <Heading level={2}>{t('consent.yours')}</Heading>
        <Form action={action}>
          {token === undefined ? null : <input type="hidden" name="token" value={token} />}
          <RadioGroup {...state.field('answer')} label={t('consent.field.answer')} options={options} />
          <TextArea
            {...state.field('words')}
            label={t('consent.field.words')}
            help={t('consent.field.words.help')}
            rows={4}
            maxLength={1000}
          />
          <Sure warned={warned} label={t('sensitive.sure')} />
          <Paragraph small>{t('consent.privacy', about)}</Paragraph>
          <Button label={t('consent.send')} appearance="primary" />
          <Paragraph small>{t('consent.until', { date: formatDate(until, t.locale) })}</Paragraph>
        </Form>
      </Stack>
    </Stack>
  )
}

export function Answered({
  t,
  answer,
  about,
}: {
  t: Translate
  answer: string
  about: { readonly name: string; readonly organisation: string }
}): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('consent.thanks.title')}</Heading>
      <Alert type="ok" role="status">
        <Paragraph>{t(`consent.thanks.${answer}`, about)}</Paragraph>
      </Alert>
      <Paragraph>{t('consent.thanks.close')}</Paragraph>
    </Stack>
  )
}

export interface ConsentNoticeProps {
  t: Translate
  title: string
  text: string
  /** What was answered before. */
  answer?: { readonly state: string; readonly at: string; readonly words: string; readonly now: string } | undefined
}

export function ConsentNotice({ t, title, text, answer }: ConsentNoticeProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{title}</Heading>
      <Paragraph lead>{text}</Paragraph>
      {answer && (
        <Paragraph>
          {t(`consent.was.${answer.state}`)} (<Moment instant={answer.at} now={answer.now} t={t} />)
          {answer.words ? `: ${answer.words}` : ''}
        </Paragraph>
      )}
    </Stack>
  )
}
