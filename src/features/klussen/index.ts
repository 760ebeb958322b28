// The market of klussen for other rooms.
export * from './rules/facts.ts'
export * from './rules/filter.ts'
export * from './rules/fit.ts'
export { countKlussen, COUNTED, type Klus, listKlussen } from './queries/list.ts'
export { abilitiesOf, type FittingKlus, listFitting } from './queries/fitting.ts'
export { indexKlussen, rebuildIndex } from './commands/index-klus.ts'
