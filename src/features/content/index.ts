// What other rooms may use of this room.
export * from './rules.ts'
export * from './visibility.ts'
export * from './queries.ts'
export * from './commands/create.ts'
export * from './commands/edit.ts'
export * from './commands/remove.ts'
export * from './commands/pin.ts'
export * from './commands/count.ts'
