// The market of klussen for other rooms.
export * from './rules/facts.ts'
export * from './rules/filter.ts'
export * from './rules/fit.ts'
export { countKlussen, COUNTED, type Klus, listKlussen } from './queries/list.ts'
export { abilitiesOf, fitFor, type FittingKlus, listByFit, listFitting } from './queries/fitting.ts'
export { indexKlussen, rebuildIndex } from './commands/index-klus.ts'
export * from './rules/availability.ts'
export { findAvailability, getAvailability, listCandidates, type Candidate } from './queries/availability.ts'
export {
  endAvailability,
  recordAvailability,
  removeAvailability,
  setAvailability,
  type AvailabilityInput,
} from './commands/availability.ts'
export { cardsOf as klusCardsOf } from './queries/cards.ts'
export { listSearches } from './queries/searches.ts'
export { forgetSearch, saveSearch, tellWaiting } from './commands/searches.ts'
export { calendarOwner, calendarPath, listOwnKlussen } from './queries/calendar.ts'
export { renewCalendar } from './commands/calendar.ts'
export { AHEAD_DAYS, beginOf, byTheme, maySeeOverview, medianOf, OTHER, periodFrom } from './rules/overview.ts'
export { anonymiseKlussen } from './commands/anonymise.ts'
export { indexWork, rebuildWork } from './commands/index-work.ts'
export { overviewOf } from './queries/overview.ts'
export { listShownKlussen, type ShownKlus } from './queries/shown.ts'
export { listWork, type Working } from './queries/working.ts'
export { inviteCandidate } from './commands/invite-candidate.ts'
