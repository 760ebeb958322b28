// "Weet je het zeker?" before something is taken away.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, ButtonLink, Cluster, Form, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface RemoveProps {
  t: Translate
  heading: string
  text: string
  button: string
  cancel: string
}

export function ConfirmRemove({ t, heading, text, button, cancel }: RemoveProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{heading}</Heading>
      <Paragraph>{text}</Paragraph>
      <Form>
        <Cluster>
          <Button label={button} appearance="danger" />
          <ButtonLink href={cancel} label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </Stack>
  )
}

export interface KeptProps {
  heading: string
  /** Why. */
  text: string
  back: { readonly href: string; readonly label: string }
}

/** What cannot be taken away (any more). */
export function KeptContent({ heading, text, back }: KeptProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{heading}</Heading>
      <Paragraph>{text}</Paragraph>
      <Cluster>
        <ButtonLink href={back.href} label={back.label} appearance="primary" />
      </Cluster>
    </Stack>
  )
}
