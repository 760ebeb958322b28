// What other rooms may use of this room.
export * from './rules.ts'
export * from './queries/actors.ts'
export * from './queries/document.ts'
export * from './queries/follows.ts'
export * from './commands/follow.ts'
export * from './commands/keys.ts'
export * from './commands/local.ts'
export * from './commands/remote.ts'
