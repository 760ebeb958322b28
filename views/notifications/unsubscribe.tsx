// Ending mail by the link in a mail, without signing in.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Alert, Button, Form, Heading, Link, Paragraph, Stack } from '../ds/index.ts'

export interface UnsubscribePageProps {
  t: Translate
  /** Where the form goes; absent when it is done. */
  action?: string
}

export function UnsubscribePage({ t, action }: UnsubscribePageProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('notifications.unsubscribe.title')}</Heading>
      {action ? (
        <>
          <Paragraph>{t('notifications.unsubscribe.text')}</Paragraph>
          <Form action={action}>
            <Button label={t('notifications.unsubscribe.button')} appearance="primary" />
          </Form>
        </>
      ) : (
        <>
          <Alert type="ok">{t('notifications.unsubscribe.done')}</Alert>
          <Paragraph>
            <Link href="/settings/notifications">{t('notifications.unsubscribe.settings')}</Link>
          </Paragraph>
        </>
      )}
    </Stack>
  )
}
