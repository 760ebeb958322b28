// All notifications: one line per thread, what is unread marked.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Avatar, Beside, Button, ButtonLink, Card, CardLink, Cluster, EmptyState, Form, Heading, Moment, More, Paragraph, Stack,
} from '../ds/index.ts' // prettier-ignore
import { didWords } from './words.ts'

export interface NotificationLine {
  readonly id: string
  readonly type: string
  readonly actor: { readonly name: string; readonly picture: string | undefined; readonly organisation: string }
  readonly subject: string
  /** Text key of what happened, with {name} and {subject}. */
  readonly words: string
  readonly count: number
  readonly counts: Readonly<Record<string, number>>
  readonly unread: boolean
  readonly updated: string
}

export interface NotificationListProps {
  t: Translate
  now: string
  items: readonly NotificationLine[]
  /** Address of the next part. */
  next: string | undefined
}

export function NotificationList({ t, now, items, next }: NotificationListProps): VNode {
  return (
    <Stack space="large">
      <Cluster spread>
        <Heading level={1}>{t('notifications.title')}</Heading>
        <Cluster>
          {items.some((item) => item.unread) && (
            <Form action="/notifications/read" inline label={t('notifications.readAll')}>
              <Button label={t('notifications.readAll')} icon="checks" />
            </Form>
          )}
          <ButtonLink href="/settings/notifications" label={t('notifications.settings.link')} appearance="subtle" />
        </Cluster>
      </Cluster>
      {items.length === 0 ? (
        <EmptyState title={t('notifications.empty.title')} text={t('notifications.empty.text')} />
      ) : (
        <div class="dv-lines" id="notifications">
          {items.map((item) => (
            <Line key={item.id} t={t} now={now} item={item} />
          ))}
        </div>
      )}
      {next && <More href={next} label={t('notifications.more')} into="notifications" />}
    </Stack>
  )
}

function Line({ t, now, item }: { t: Translate; now: string; item: NotificationLine }): VNode {
  const words = didWords(t, item)
  return (
    <Card href={`/notifications/${item.id}/open`}>
      <Beside front={<Avatar name={item.actor.name} picture={item.actor.picture} />}>
        <Stack space="small">
          <p class={item.unread ? 'nl-paragraph dv-unread' : 'nl-paragraph'}>
            <CardLink>{words}</CardLink> {item.unread && <span class="dv-hidden">{t('notifications.unread')}</span>}
          </p>
          {item.unread && item.count > 1 && <Paragraph small>{since(t, item)}</Paragraph>}
          <Paragraph small>
            {item.actor.organisation} · <Moment instant={item.updated} now={now} t={t} />
          </Paragraph>
        </Stack>
      </Beside>
    </Card>
  )
}

function since(t: Translate, item: NotificationLine): string {
  const parts = Object.entries(item.counts).map(([type, count]) => t(`notifications.count.${type}`, { count }))
  return t('notifications.since', { counts: parts.join(', ') })
}
