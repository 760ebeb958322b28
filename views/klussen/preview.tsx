// The whole of a klus as others will see it, with what is still missing, and the button that places it.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Alert, Button, ButtonLink, Cluster, Form, Heading, Link, Paragraph, Stack } from '../ds/index.ts'
import { KeepTemplate } from './keep-template.tsx'
import { SentBack, WriteSteps } from './write.tsx'

interface Problem {
  readonly href: string
  readonly text: string
}

export interface PreviewProps {
  t: Translate
  item: string
  /** The klus, drawn. */
  shown: VNode | null
  /** Who will be able to read it, as a sentence. */
  readers: string
  missing: readonly Problem[]
  warned: readonly Problem[]
  /** It lies with the coordinator. */
  waiting: boolean
  /** Why the coordinator sent it back. */
  returned: string | undefined
  /** A coordinator looks at it first. */
  approval: boolean
}

export function PreviewKlus(props: PreviewProps): VNode {
  const { t, item, missing, warned } = props
  return (
    <Stack space="large">
      <Stack>
        <Heading level={1}>{t('klussen.write.title')}</Heading>
        <WriteSteps t={t} step={4} item={item} />
      </Stack>
      {props.waiting && <Alert type="info">{t('klussen.review.waiting')}</Alert>}
      <SentBack t={t} words={props.returned} />
      {missing.length > 0 && <Problems type="error" text={t('klussen.write.missing')} problems={missing} />}
      {warned.length > 0 && <Problems type="warning" text={t('klussen.write.warned')} problems={warned} />}
      {props.shown}
      {!props.waiting && <PlaceForm {...props} />}
      <KeepTemplate t={t} item={item} />
    </Stack>
  )
}

function Problems({
  type,
  text,
  problems,
}: {
  type: 'error' | 'warning'
  text: string
  problems: readonly Problem[]
}): VNode {
  return (
    <Alert type={type}>
      <Paragraph>{text}</Paragraph>
      <ul>
        {problems.map((problem) => (
          <li key={problem.href}>
            <Link href={problem.href}>{problem.text}</Link>
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function PlaceForm({ t, item, readers, approval }: PreviewProps): VNode {
  return (
    <Form label={t('klussen.write.step4')}>
      <input type="hidden" name="step" value="4" />
      <Paragraph>{approval ? t('klussen.write.approvalFirst') : readers}</Paragraph>
      <Cluster>
        <Button label={t(approval ? 'klussen.write.ask' : 'content.form.place')} appearance="primary" />
        <ButtonLink href={`?item=${item}&step=3`} label={t('klussen.write.back')} appearance="subtle" />
      </Cluster>
    </Form>
  )
}
