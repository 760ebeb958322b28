// What other rooms may use of this room.
export * from './rules/consent.ts'
export * from './rules/paths.ts'
export * from './queries.ts'
export * from './commands/ask.ts'
export * from './commands/decide.ts'
export * from './commands/domains.ts'
