// The organisation's klussen in numbers, who works where, what ends soon, and files for a spreadsheet.
import type { VNode } from 'preact'
import { formatDate, formatNumber } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  Form,
  Heading,
  Link,
  Paragraph,
  Stack,
  Table,
  TextField,
} from '../ds/index.ts'

export interface WorkShown {
  readonly direction: 'out' | 'in' | 'within'
  readonly worker: { readonly name: string; readonly path: string } | undefined
  readonly consent: { readonly name: string; readonly email: string } | undefined
  /** Undefined: it may not be seen by who looks at this. */
  readonly klus: { readonly title: string; readonly path: string } | undefined
  readonly workerOrganisation: string
  readonly clientOrganisation: string
  readonly state: string
  /** Day (YYYY-MM-DD). */
  readonly ends: string | undefined
  readonly hours: number | undefined
  readonly hoursDone: number
}

export interface KlusOverviewProps {
  t: Translate
  /** Days (YYYY-MM-DD). */
  today: string
  period: { readonly from: string; readonly until: string }
  aheadDays: number
  numbers: { readonly [name in 'open' | 'running' | 'filled' | 'out' | 'in' | 'within']: number }
  sums: {
    readonly placed: number
    readonly agreed: number
    readonly unmet: number
    readonly daysToFill: number | undefined
    readonly measured: number
    readonly themes: readonly { readonly name: string; readonly placed: number; readonly agreed: number }[]
    readonly partners: readonly {
      readonly organisation: string
      readonly out: number
      readonly outHours: number
      readonly in: number
      readonly inHours: number
    }[]
    readonly more: boolean
  }
  /** The most klussen of one period that are counted, and the most lines that a list shows. */
  most: number
  shown: number
  working: readonly { readonly direction: WorkShown['direction']; readonly rows: readonly WorkShown[] }[]
  ending: readonly WorkShown[]
  files: { readonly klussen: string; readonly agreements: string }
  /** What waits for this coordinator, and the setting of an administrator. */
  links: readonly { readonly href: string; readonly label: string }[]
}

export function KlusOverview(props: KlusOverviewProps): VNode {
  const { t, links } = props
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.overview.title')}</Heading>
      <Paragraph lead>{t('klussen.overview.lead')}</Paragraph>
      {links.length > 0 && (
        <Cluster>
          {links.map(({ href, label }) => (
            <Link key={href} href={href}>
              {label}
            </Link>
          ))}
        </Cluster>
      )}
      <Now {...props} />
      <Ending {...props} />
      <InPeriod {...props} />
    </Stack>
  )
}

function Now(props: KlusOverviewProps): VNode {
  const { t, numbers, working } = props
  if (Object.values(numbers).every((number) => number === 0)) {
    const action = <ButtonLink href="/klussen/new" label={t('klussen.new')} icon="plus" />
    return (
      <EmptyState title={t('klussen.overview.none.title')} text={t('klussen.overview.none.text')} action={action} />
    )
  }
  const atWork = working.filter(({ rows }) => rows.length > 0)
  return (
    <Stack>
      <Heading level={2}>{t('klussen.overview.now')}</Heading>
      <Figures
        items={(['open', 'running', 'filled', 'out', 'in'] as const).map((name) => ({
          label: t(`klussen.overview.now.${name}`),
          value: formatNumber(numbers[name], t.locale),
        }))}
      />
      <Heading level={2}>{t('klussen.overview.working')}</Heading>
      {atWork.length === 0 && <Paragraph>{t('klussen.overview.working.none')}</Paragraph>}
      {atWork.map(({ direction, rows }) => (
        <Stack key={direction} space="small">
          <Heading level={3}>{t(`klussen.overview.direction.${direction}`)}</Heading>
          <WorkTable {...props} rows={rows} caption={t(`klussen.overview.direction.${direction}`)} />
        </Stack>
      ))}
    </Stack>
  )
}

function Ending(props: KlusOverviewProps): VNode | null {
  const { t, ending, aheadDays, working } = props
  if (working.every(({ rows }) => rows.length === 0)) return null
  return (
    <Stack>
      <Heading level={2}>{t('klussen.overview.ending', { count: aheadDays })}</Heading>
      {ending.length === 0 ? (
        <Paragraph>{t('klussen.overview.ending.none', { count: aheadDays })}</Paragraph>
      ) : (
        <WorkTable {...props} rows={ending} caption={t('klussen.overview.ending', { count: aheadDays })} />
      )}
    </Stack>
  )
}

function WorkTable(props: KlusOverviewProps & { rows: readonly WorkShown[]; caption: string }): VNode {
  const { t, rows, caption, shown } = props
  const head = ['worker', 'klus', 'organisation', 'ends', 'state', 'hours'] as const
  return (
    <>
      <Table
        caption={caption}
        quiet
        head={head.map((column) => t(`klussen.overview.${column}`))}
        rows={rows.slice(0, shown).map((row) => workCells(props, row))}
      />
      {rows.length > shown && <Paragraph small>{t('klussen.overview.more', { count: shown })}</Paragraph>}
    </>
  )
}

function workCells({ t, today }: KlusOverviewProps, row: WorkShown) {
  const number = (value: number) => formatNumber(value, t.locale)
  const over = row.ends !== undefined && row.ends < today
  const ends = row.ends && formatDate(row.ends, t.locale)
  return [
    <>
      {row.worker ? <Link href={row.worker.path}>{row.worker.name}</Link> : t('klussen.overview.somebody')}
      {row.consent && <Paragraph small>{t('klussen.overview.consent', row.consent)}</Paragraph>}
    </>,
    row.klus ? <Link href={row.klus.path}>{row.klus.title}</Link> : t('klussen.overview.unseen'),
    row.direction === 'in' ? row.workerOrganisation : row.clientOrganisation,
    ends ? (over ? t('klussen.overview.overdue', { date: ends }) : ends) : t('klussen.overview.noEnd'),
    t.find(`klus.state.${row.state}`) ?? row.state,
    row.hours === undefined
      ? number(row.hoursDone)
      : t('klussen.overview.hoursOf', { done: number(row.hoursDone), hours: number(row.hours) }),
  ]
}

function InPeriod(props: KlusOverviewProps): VNode {
  const { t, period, sums, files, most } = props
  const isEmpty = sums.placed === 0 && sums.measured === 0 && sums.partners.length === 0
  return (
    <Stack>
      <Heading level={2} id="period">
        {t('klussen.overview.period')}
      </Heading>
      <Form method="get" action="/klussen/overview#period" label={t('klussen.overview.period')}>
        <div class="dv-period">
          <TextField name="from" type="date" label={t('klussen.overview.from')} value={period.from} />
          <TextField name="until" type="date" label={t('klussen.overview.until')} value={period.until} />
          <Button label={t('klussen.overview.show')} />
        </div>
      </Form>
      {isEmpty ? (
        <EmptyState level={3} title={t('klussen.overview.quiet.title')} text={t('klussen.overview.quiet.text')} />
      ) : (
        <>
          {sums.more && <Paragraph>{t('klussen.overview.tooMany', { count: most })}</Paragraph>}
          <Sums {...props} />
          <Themes {...props} />
          <Partners {...props} />
          <Cluster>
            <ButtonLink href={files.klussen} label={t('klussen.overview.download.klussen')} icon="download" />
            <ButtonLink href={files.agreements} label={t('klussen.overview.download.agreements')} icon="download" />
          </Cluster>
          <Paragraph small>{t('klussen.overview.download.text')}</Paragraph>
        </>
      )}
    </Stack>
  )
}

function Sums({ t, sums }: KlusOverviewProps): VNode {
  const { daysToFill, measured } = sums
  const days = daysToFill === undefined ? t('klussen.overview.noDays') : formatNumber(daysToFill, t.locale)
  const counts = (['placed', 'agreed', 'unmet'] as const).map((name) => ({
    label: t(`klussen.overview.sum.${name}`),
    value: formatNumber(sums[name], t.locale),
  }))
  return (
    <Figures
      items={[
        ...counts,
        {
          label:
            measured === 0 ? t('klussen.overview.sum.daysNone') : t('klussen.overview.sum.days', { count: measured }),
          value: days,
        },
      ]}
    />
  )
}

function Themes({ t, sums }: KlusOverviewProps): VNode | null {
  if (sums.themes.length === 0) return null
  return (
    <Stack space="small">
      <Heading level={3}>{t('klussen.overview.themes')}</Heading>
      <Table
        caption={t('klussen.overview.themes')}
        quiet
        head={[t('klussen.overview.theme'), t('klussen.overview.placed'), t('klussen.overview.withAgreement')]}
        rows={sums.themes.map(({ name, placed, agreed }) => [name, placed, agreed])}
      />
    </Stack>
  )
}

function Partners({ t, sums }: KlusOverviewProps): VNode {
  const cell = (count: number, hours: number) =>
    count === 0 ? '–' : t('klussen.overview.countAndHours', { count, hours: formatNumber(hours, t.locale) })
  return (
    <Stack space="small">
      <Heading level={3}>{t('klussen.overview.partners')}</Heading>
      {sums.partners.length === 0 ? (
        <Paragraph>{t('klussen.overview.partners.none')}</Paragraph>
      ) : (
        <Table
          caption={t('klussen.overview.partners')}
          quiet
          head={[t('klussen.overview.organisation'), t('klussen.overview.theirs'), t('klussen.overview.ours')]}
          rows={sums.partners.map((one) => [one.organisation, cell(one.in, one.inHours), cell(one.out, one.outHours)])}
        />
      )}
    </Stack>
  )
}

/** Numbers in large type, each with its words. */
function Figures({ items }: { items: readonly { label: string; value: string }[] }): VNode {
  return (
    <dl class="dv-figures">
      {items.map(({ label, value }) => (
        <div key={label} class="dv-figures__one">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
