// What other rooms may use of this room.
export * from './rules.ts'
export * from './queries/export.ts'
