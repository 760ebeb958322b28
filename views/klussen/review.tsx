// For the coordinator: what waits, one klus with what one can decide; and for the administrator, who decides.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { AdminHeader } from '../accounts/administer.tsx'
import {
  Alert, Button, Byline, type BylineCard, Card, Checkbox, EmptyState, ErrorSummary, Form, type FormState, Heading, Link, Moment, Paragraph, Stack,
  Sure, TextArea, TextField,
} from '../ds/index.ts' // prettier-ignore

export interface WaitingProps {
  t: Translate
  now: string
  waiting: readonly {
    readonly href: string
    readonly title: string
    readonly author: BylineCard | undefined
    readonly asked: string
  }[]
}

export function WaitingKlussen({ t, now, waiting }: WaitingProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.review.title')}</Heading>
      {waiting.length === 0 && <EmptyState title={t('klussen.review.none')} text={t('klussen.review.noneText')} />}
      {waiting.map((one) => (
        <Card key={one.href} href={one.href}>
          <Heading level={2} look={3}>
            {one.title}
          </Heading>
          {one.author && (
            <Byline card={one.author} t={t} size="small" moment={<Moment instant={one.asked} now={now} t={t} />} />
          )}
        </Card>
      ))}
    </Stack>
  )
}

export interface ReviewProps {
  t: Translate
  title: string
  author: BylineCard | undefined
  shown: VNode | null
  state: FormState
  /** The explanation looks as if it holds what must not stand there. */
  warned: boolean
}

export function ReviewKlus({ t, title, author, shown, state, warned }: ReviewProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.review.one', { title })}</Heading>
      {author && <Byline card={author} t={t} />}
      <ErrorSummary
        title={t('form.faults')}
        faults={state.faults}
        labels={{ words: t('klussen.review.words'), decision: t('klussen.review.approve') }}
      />
      {shown}
      <Form label={t('klussen.review.approve')}>
        <input type="hidden" name="decision" value="approve" />
        <Button label={t('klussen.review.approve')} appearance="primary" />
      </Form>
      <Form label={t('klussen.review.return')}>
        <input type="hidden" name="decision" value="return" />
        <TextArea
          {...state.field('words')}
          label={t('klussen.review.words')}
          help={t('klussen.review.wordsHelp')}
          required
          maxLength={2000}
        />
        <Sure warned={warned} label={t('sensitive.sure')} />
        <Button label={t('klussen.review.return')} />
      </Form>
    </Stack>
  )
}

export interface ApprovalProps {
  t: Translate
  /** `href`: only for who decides about them. */
  waiting: { readonly count: number; readonly href: string | undefined }
  state: FormState
}

export function ApprovalSettings({ t, waiting, state }: ApprovalProps): VNode {
  const { count, href } = waiting
  const words = t('klussen.review.link', { count })
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="klussen" />
      <Heading level={2}>{t('klussen.approval.title')}</Heading>
      <Paragraph lead>{t('klussen.approval.intro')}</Paragraph>
      <Stack space="small">
        {count > 0 && <Alert type="info">{href ? <Link href={href}>{words}</Link> : words}</Alert>}
        <Paragraph>
          <Link href="/klussen/overview">{t('klussen.overview.link')}</Link>
        </Paragraph>
      </Stack>
      <Form label={t('klussen.approval.title')}>
        <ErrorSummary
          title={t('form.faults')}
          faults={state.faults}
          labels={{
            coordinators: t('klussen.approval.coordinators'),
            domains: t('klussen.approval.domains'),
            months: t('klussen.approval.months'),
          }}
        />
        <Checkbox {...state.check('on')} label={t('klussen.approval.on')} />
        <TextField
          {...state.field('coordinators')}
          label={t('klussen.approval.coordinators')}
          help={t('klussen.approval.coordinatorsHelp')}
          maxLength={4000}
        />
        <TextField
          {...state.field('domains')}
          label={t('klussen.approval.domains')}
          help={t('klussen.approval.domainsHelp')}
          maxLength={4000}
        />
        <TextField
          {...state.field('months')}
          label={t('klussen.approval.months')}
          help={t('klussen.approval.monthsHelp')}
          required
        />
        <Button label={t('form.save')} appearance="primary" />
      </Form>
    </Stack>
  )
}
