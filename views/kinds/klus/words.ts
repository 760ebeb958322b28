// What a klus says of hours, period and place, in words.
import type { KlusView } from './klus.ts'
import { formatDate, formatNumber, formatShortDate } from '../../../src/lib/format.ts'
import type { Translate } from '../../../src/platform/i18n/texts.ts'

/** "32 uur in totaal, 4 uur per week". */
export function hoursIn(t: Translate, { hoursTotal, hoursPerWeek }: KlusView): string {
  const said = (part: 'total' | 'perWeek', count: number | undefined) =>
    count === undefined ? [] : [t(`klus.hours.${part}`, { count, hours: formatNumber(count, t.locale) })]
  return [...said('total', hoursTotal), ...said('perWeek', hoursPerWeek)].join(', ')
}

/** "1 feb 2027 t/m 30 apr 2027, of in overleg". */
export function periodIn(t: Translate, { starts, ends, flexible }: KlusView): string {
  if (!starts && !ends) return t('klus.period.free')
  const dates = { ...(starts && { starts: shortDayIn(t, starts) }), ...(ends && { ends: shortDayIn(t, ends) }) }
  const period = t(starts && ends ? 'klus.period.fromTo' : starts ? 'klus.period.from' : 'klus.period.to', dates)
  return flexible ? t('klus.period.flexible', { period }) : period
}

/** "1 feb 2027": where there is little room. */
export function shortDayIn(t: Translate, date: string): string {
  return formatShortDate(`${date}T12:00:00.000Z`, t.locale)
}

/** "Amersfoort", "Op afstand", "Amersfoort, deels op afstand". */
export function placeIn(t: Translate, { where, place }: KlusView): string {
  if (where === 'remote' || !place) return t(`klus.where.${where}`)
  return where === 'place' ? place : t('klus.where.placeOrRemote', { place })
}

/** For who reads it elsewhere: term and text, those that are known; what one decides by comes first. */
export function factsOf(t: Translate, data: KlusView): readonly { readonly term: string; readonly text: string }[] {
  const { result, expertise, closes, purpose } = data
  const all = [
    ['klus.name', t(`klus.asks.${purpose}`)],
    ['klus.fact.hours', hoursIn(t, data)],
    ['klus.field.closes', closes ? dayIn(t, closes) : ''],
    ['klus.fact.period', periodIn(t, data)],
    ['klus.field.place', placeIn(t, data)],
    ['klus.field.expertise', expertise.join(', ')],
    ['klus.field.result', result],
  ] as const
  return all.filter(([, text]) => text !== '').map(([key, text]) => ({ term: t(key), text }))
}

/** A date (YYYY-MM-DD) as people read it. */
export function dayIn(t: Translate, date: string): string {
  return formatDate(`${date}T12:00:00.000Z`, t.locale)
}
