// One's own klussen as a calendar: to download, and at a private address for other software.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import type { Ctx } from '../../../core/context.ts'
import { calendarOf, type CalendarDay } from '../../../lib/calendar.ts'
import { paths } from '../../../lib/urls.ts'
import type { Translate } from '../../../platform/i18n/texts.ts'
import { file, redirect, signedIn } from '../../../web/kit.ts'
import { renewCalendar } from '../commands/calendar.ts'
import { calendarOwner, listOwnKlussen, type OwnKlus } from '../queries/calendar.ts'

export function calendarPages(routes: PageRoutes): void {
  routes.get('/klussen/agenda.ics', download)
  routes.get('/klussen/agenda/:person/:key.ics', subscribe)
  routes.post('/klussen/agenda', renew)
}

async function download(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  return answer(request.t, await daysOf(request.ctx, request.t))
}

/** Without signing in: whoever has the address is taken for the person. */
async function subscribe({ ctx, t, params }: PageRequest): Promise<PageAnswer> {
  const viewer = await calendarOwner(ctx, params['person'] ?? '', params['key'] ?? '')
  return answer(t, await daysOf({ ...ctx, viewer }, t))
}

async function renew(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await renewCalendar(request.ctx)
  return redirect('/klussen/mine#agenda', 'klussen.calendar.renewed')
}

function answer(t: Translate, days: readonly CalendarDay[]): PageAnswer {
  return file('text/calendar; charset=utf-8', calendarOf(t('klussen.calendar.name'), days), {
    'content-disposition': 'inline; filename="klussen.ics"',
    'cache-control': 'private, no-store',
  })
}

async function daysOf(ctx: Ctx, t: Translate): Promise<CalendarDay[]> {
  const klussen = await listOwnKlussen(ctx)
  return klussen.flatMap((klus) => daysOfOne(ctx, t, klus))
}

type Part = 'starts' | 'ends' | 'closes'

/** The days that were agreed; without an agreement those that the klus itself says. */
function daysOfOne({ config }: Ctx, t: Translate, { item, facts, mine, agreed }: OwnKlus): CalendarDay[] {
  const about = {
    text: facts.result || item.summary,
    url: `${config.origin}${paths.item(item.id)}`,
  }
  const day = (part: Part, date: string | undefined, of: { id: string; changed: string }): CalendarDay[] => {
    if (date === undefined) return []
    const title = t(`klussen.calendar.${part}`, { title: item.title })
    return [{ ...about, uid: `${part}-${of.id}@${config.hostName}`, day: date, title, changed: of.changed }]
  }
  const own = { id: item.id, changed: item.edited ?? item.published }
  const periods =
    agreed.length > 0
      ? agreed.map(({ responseId, moved, ...period }) => ({ ...period, of: { id: responseId, changed: moved } }))
      : [{ starts: facts.starts, ends: facts.ends, of: own }]
  return [
    ...day('closes', mine && facts.status === 'open' ? facts.closes : undefined, own),
    ...periods.flatMap(({ starts, ends, of }) => [...day('starts', starts, of), ...day('ends', ends, of)]),
  ]
}
