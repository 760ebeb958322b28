// Streams for other rooms.
export * from './rules.ts'
export * from './queries.ts'
