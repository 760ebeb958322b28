// The room for running a plein: failed work, deliveries, backup.
export * from './commands.ts'
export * from './queries.ts'
