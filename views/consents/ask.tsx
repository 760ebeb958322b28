// The page on which the worker names his manager and sees what came of it.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { formatDate } from '../../src/lib/format.ts'
import {
  Alert, Button, ErrorSummary, Form, type FormState, Heading, Moment, Paragraph, Stack, TextField,
} from '../ds/index.ts' // prettier-ignore

export interface AskedLine {
  readonly id: string
  readonly managerName: string
  readonly managerEmail: string
  readonly answer: 'asked' | 'given' | 'conditional' | 'refused' | 'lapsed'
  readonly words: string
  readonly asked: string
  readonly reminded: string | null
  readonly decided: string | null
  readonly ends: string
}

export interface AskManagerProps {
  t: Translate
  state: FormState
  now: string
  asked: readonly AskedLine[]
  about: { readonly action: string }
  /** Something is to be asked now. */
  open: boolean
}

export function AskManager({ t, state, now, asked, about, open }: AskManagerProps): VNode {
  const waiting = asked.some(({ answer }) => answer === 'asked')
  return (
    <Stack space="large">
      <Heading level={1}>{t('consent.ask.title')}</Heading>
      {asked.length > 0 && (
        <Stack>
          {asked.map((line) => (
            <Line key={line.id} t={t} line={line} now={now} />
          ))}
        </Stack>
      )}
      {open ? (
        <Stack>
          {waiting && <Heading level={2}>{t('consent.ask.other')}</Heading>}
          <Paragraph lead={!waiting}>{t(waiting ? 'consent.ask.otherLead' : 'consent.ask.lead')}</Paragraph>
          <ErrorSummary
            title={t('form.faults')}
            faults={state.faults}
            labels={{ name: t('consent.field.name'), email: t('consent.field.email') }}
          />
          <Form action={about.action}>
            <TextField {...state.field('name')} label={t('consent.field.name')} required maxLength={120} />
            <TextField
              {...state.field('email')}
              label={t('consent.field.email')}
              help={t('consent.field.email.help')}
              type="email"
              required
            />
            <Paragraph small>{t('consent.ask.privacy')}</Paragraph>
            <Button label={t('consent.ask.send')} appearance={waiting ? 'secondary' : 'primary'} />
          </Form>
        </Stack>
      ) : (
        <Alert type="info">
          <Paragraph>{t('consent.ask.nothing')}</Paragraph>
        </Alert>
      )}
    </Stack>
  )
}

function Line({ t, line, now }: { t: Translate; line: AskedLine; now: string }): VNode {
  const { answer, managerName, managerEmail, decided, asked, reminded, words } = line
  return (
    <Stack space="small">
      <Paragraph>
        <strong>{t(`consent.state.${answer}`, { name: managerName })}</strong>
        {words === '' ? null : `: ${words}`}
      </Paragraph>
      <Paragraph small>
        {managerEmail} · {t('consent.ask.askedOn')} <Moment instant={asked} now={now} t={t} />
        {reminded === null || answer !== 'asked' ? null : (
          <>
            {' '}
            · {t('consent.ask.remindedOn')} <Moment instant={reminded} now={now} t={t} />
          </>
        )}
        {decided === null ? null : (
          <>
            {' '}
            · <Moment instant={decided} now={now} t={t} />
          </>
        )}
        {answer === 'asked' ? ` · ${t('consent.until', { date: formatDate(line.ends, t.locale) })}` : null}
      </Paragraph>
    </Stack>
  )
}
