// Delivery to other pleinen, a row for each.
import type { ComponentChildren, VNode } from 'preact'
import type { Instant } from '../../src/lib/clock.ts'
import { formatFull } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, Cluster, EmptyState, Form, Heading, Moment, Paragraph, Stack, Table } from '../ds/index.ts'
import { AdminHeader } from '../accounts/administer.tsx'

export interface DeliveryHostRow {
  readonly host: string
  readonly counts: { readonly waiting: number; readonly done: number; readonly failed: number }
  readonly oldestWaiting: Instant | undefined
  readonly lastError: string | undefined
  readonly heldUntil: Instant | undefined
}

export interface DeliveriesProps {
  t: Translate
  now: Instant
  hosts: readonly DeliveryHostRow[]
}

export function Deliveries({ t, now, hosts }: DeliveriesProps): VNode {
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="deliveries" />
      <Heading level={2}>{t('admin.deliveries.title')}</Heading>
      <Paragraph lead>{t('admin.deliveries.intro')}</Paragraph>
      {hosts.length === 0 ? (
        <EmptyState title={t('admin.deliveries.none')} text={t('admin.deliveries.noneText')} />
      ) : (
        <Table
          caption={t('admin.deliveries.title')}
          quiet
          head={[
            t('admin.deliveries.host'),
            t('admin.deliveries.state'),
            t('admin.deliveries.waiting'),
            t('admin.deliveries.done'),
            t('admin.deliveries.failed'),
            t('admin.deliveries.oldest'),
            t('admin.deliveries.error'),
            t('admin.deliveries.action'),
          ]}
          rows={hosts.map((host) => rowOf(host, t, now))}
        />
      )}
    </Stack>
  )
}

function rowOf(host: DeliveryHostRow, t: Translate, now: Instant): ComponentChildren[] {
  const moment = (instant: Instant | undefined) => (instant ? <Moment instant={instant} now={now} t={t} /> : '–')
  return [
    host.host,
    host.heldUntil && host.heldUntil > now
      ? t('admin.deliveries.held', { moment: formatFull(host.heldUntil, t.locale) })
      : t('admin.deliveries.flowing'),
    host.counts.waiting,
    host.counts.done,
    host.counts.failed,
    moment(host.oldestWaiting),
    host.lastError?.slice(0, 200) ?? '–',
    host.counts.waiting + host.counts.failed > 0 ? <Actions host={host.host} t={t} /> : '–',
  ]
}

function Actions({ host, t }: { host: string; t: Translate }): VNode {
  return (
    <Cluster>
      <Form action="/admin/deliveries/retry" inline label={`${t('admin.deliveries.retry')}: ${host}`}>
        <input type="hidden" name="host" value={host} />
        <Button label={t('admin.deliveries.retry')} appearance="subtle" small />
      </Form>
      <Form action="/admin/deliveries/drop" inline label={`${t('admin.deliveries.drop')}: ${host}`}>
        <input type="hidden" name="host" value={host} />
        <Button label={t('admin.deliveries.drop')} appearance="subtle" small />
      </Form>
    </Cluster>
  )
}
