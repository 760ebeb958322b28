// The market of klussen for other rooms.
export * from './rules/filter.ts'
