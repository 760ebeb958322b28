// Work on the background: how much waits, and what failed.
import type { VNode } from 'preact'
import type { Instant } from '../../src/lib/clock.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, EmptyState, Form, Heading, Moment, More, Paragraph, Stack, Table } from '../ds/index.ts'
import { AdminHeader } from '../accounts/administer.tsx'

export interface JobsProps {
  t: Translate
  now: Instant
  counts: readonly { queue: string; waiting: number; dead: number }[]
  dead: readonly { id: string; queue: string; name: string; attempts: number; error: string; dead: string }[]
  next: string | undefined
}

export function Jobs({ t, now, counts, dead, next }: JobsProps): VNode {
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="jobs" />
      <Heading level={2}>{t('admin.jobs.title')}</Heading>
      <Paragraph lead>{t('admin.jobs.intro')}</Paragraph>
      {counts.length > 0 && (
        <Table
          caption={t('admin.jobs.queue')}
          quiet
          head={[t('admin.jobs.queue'), t('admin.jobs.waiting'), t('admin.jobs.dead')]}
          rows={counts.map(({ queue, waiting, dead }) => [t.find(`admin.jobs.queue.${queue}`) ?? queue, waiting, dead])}
        />
      )}
      {dead.length === 0 ? (
        <EmptyState title={t('admin.jobs.none')} text={t('admin.jobs.noneText')} />
      ) : (
        <Stack>
          <Form action="/admin/jobs/retry" inline>
            <Button label={t('admin.jobs.retryAll')} appearance="secondary" />
          </Form>
          <Table
            caption={t('admin.jobs.dead')}
            head={[
              t('admin.jobs.name'),
              t('admin.jobs.attempts'),
              t('admin.jobs.error'),
              t('admin.jobs.when'),
              t('admin.jobs.action'),
            ]}
            rows={dead.map((job) => [
              `${job.queue} ${job.name}`,
              job.attempts,
              job.error.slice(0, 300),
              <Moment key="when" instant={job.dead} now={now} t={t} />,
              <Form key="retry" action="/admin/jobs/retry" inline label={`${t('admin.jobs.retry')}: ${job.name}`}>
                <input type="hidden" name="id" value={job.id} />
                <Button label={t('admin.jobs.retry')} appearance="subtle" small />
              </Form>,
            ])}
          />
          {next && <More href={`/admin/jobs?after=${next}`} label={t('admin.more')} />}
        </Stack>
      )}
    </Stack>
  )
}
