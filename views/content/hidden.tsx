// An item that a manager took away, as who may bring it back sees it.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, ButtonLink, Cluster, Form, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface HiddenProps {
  t: Translate
  title: string
  /** Page of the item. */
  path: string
  /** Where to go on: the group, or Start. */
  onward: { readonly href: string; readonly label: string }
}

export function HiddenContent({ t, title, path, onward }: HiddenProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('content.hidden.title')}</Heading>
      <Paragraph>{t('content.hidden.text', { title })}</Paragraph>
      <Cluster>
        <Form action={`${path}/restore`} inline label={t('content.hidden.undo')}>
          <Button label={t('content.hidden.undo')} icon="arrow-back-up" />
        </Form>
        <ButtonLink href={onward.href} label={onward.label} appearance="primary" />
      </Cluster>
    </Stack>
  )
}
