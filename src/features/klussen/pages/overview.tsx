// The organisation's overview of its klussen, and its files for a spreadsheet.
import { Readable } from 'node:stream'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { themeGroups } from '../../../core/themes.ts'
import { type Cell, csvFile } from '../../../lib/csv.ts'
import { dateIn } from '../../../lib/format.ts'
import { paths } from '../../../lib/urls.ts'
import type { Translate } from '../../../platform/i18n/texts.ts'
import { file, page, signedIn } from '../../../web/kit.ts'
import { KlusOverview } from '../../../../views/klussen/overview.tsx'
import { countWaitingReview } from '../queries/approval.ts'
import { MAX_COUNTED, overseerOnly, overviewOf } from '../queries/overview.ts'
import { eachPlaced } from '../queries/placed.ts'
import { directions, eachAgreement, listWork, MAX_SHOWN, type Working } from '../queries/working.ts'
import { AHEAD_DAYS, type Period, periodFrom } from '../rules/overview.ts'

export function overviewPages(routes: PageRoutes): void {
  routes.get('/klussen/overview', showOverview)
  routes.get('/klussen/overview/klussen.csv', (request) => download(request, 'klussen'))
  routes.get('/klussen/overview/agreements.csv', (request) => download(request, 'agreements'))
}

async function showOverview(request: PageRequest): Promise<PageAnswer> {
  const { admin } = signedIn(request)
  const { ctx, t } = request
  const period = periodFrom(request.query, ctx.clock.now())
  const waiting = await countWaitingReview(ctx)
  const links = [
    ...(waiting === undefined
      ? []
      : [{ href: '/klussen/review', label: t('klussen.review.link', { count: waiting }) }]),
    ...(admin ? [{ href: '/admin/klussen', label: t('klussen.approval.title') }] : []),
  ]
  const { now, period: sums } = await overviewOf(ctx, period)
  const [ending, ...working] = await Promise.all([
    listWork(ctx, 'ending'),
    ...directions.map((direction) => listWork(ctx, direction)),
  ])
  const body = (
    <KlusOverview
      t={t}
      today={dateIn(ctx.clock.now())}
      period={period}
      links={links}
      aheadDays={AHEAD_DAYS}
      numbers={now}
      sums={{ ...sums, themes: sums.themes.map((line) => ({ ...line, name: themeName(t, line.theme) })) }}
      most={MAX_COUNTED}
      shown={MAX_SHOWN}
      working={directions.map((direction, index) => ({ direction, rows: (working[index] ?? []).map(shownWork) }))}
      ending={ending.map(shownWork)}
      files={{ klussen: fileAt('klussen', period), agreements: fileAt('agreements', period) }}
    />
  )
  const breadcrumbs = [{ label: t('klussen.title'), href: '/klussen' }]
  return page(t('klussen.overview.title'), body, { current: 'klussen', breadcrumbs })
}

function themeName(t: Translate, theme: string): string {
  return themeGroups.find(({ name }) => name === theme)?.[t.locale] ?? t('klussen.overview.otherTheme')
}

function shownWork({ klus, ...work }: Working) {
  return { ...work, klus: klus && { title: klus.title, path: paths.item(klus.id) } }
}

function fileAt(which: string, { from, until }: Period): string {
  return `/klussen/overview/${which}.csv?from=${from}&until=${until}`
}

async function download(request: PageRequest, which: 'klussen' | 'agreements'): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  // Before the first byte, so that it is a page that is not there, and no file that breaks off.
  await overseerOnly(ctx)
  const period = periodFrom(request.query, ctx.clock.now())
  const name = `${t(`klussen.overview.file.${which}`)}-${period.from}-${period.until}.csv`
  const head = (which === 'klussen' ? klusColumns : agreementColumns).map((column) => t(`klussen.overview.${column}`))
  const rows = which === 'klussen' ? klusRows(request, period) : agreementRows(request, period)
  return file('text/csv; charset=utf-8', Readable.from(csvFile(head, rows)), {
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
  })
}

const klusColumns = ['klus', 'purpose', 'status', 'opened', 'agreed', 'days', 'places', 'free', 'hours', 'expertise']

async function* klusRows({ ctx, t }: PageRequest, period: Period): AsyncGenerator<readonly Cell[]> {
  for await (const { title, status, published, agreed, days, facts } of eachPlaced(ctx, period)) {
    yield [
      title,
      t(`klussen.purpose.${facts.purpose}`),
      t.find(`klussen.status.${status}`) ?? status,
      dateIn(published),
      agreed && dateIn(agreed),
      days,
      facts.places,
      facts.placesLeft,
      facts.hoursTotal,
      facts.expertise.join(', '),
    ]
  }
}

const agreementColumns = [
  'klus',
  'direction',
  'worker',
  'workerOrganisation',
  'clientOrganisation',
  'state',
  'agreed',
  'starts',
  'ends',
  'hours',
  'hoursDone',
]

async function* agreementRows({ ctx, t }: PageRequest, period: Period): AsyncGenerator<readonly Cell[]> {
  for await (const work of eachAgreement(ctx, period)) {
    yield [
      work.klus?.title ?? t('klussen.overview.unseen'),
      t(`klussen.overview.direction.${work.direction}`),
      work.worker?.name,
      work.workerOrganisation,
      work.clientOrganisation,
      t.find(`klus.state.${work.state}`) ?? work.state,
      dateIn(work.agreed),
      work.starts,
      work.ends,
      work.hours,
      work.hoursDone,
    ]
  }
}
