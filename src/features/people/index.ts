// What other rooms may use of this room.
export * from './rules.ts'
export * from './queries/cards.ts'
export * from './queries/directory.ts'
export * from './queries/profile.ts'
export * from './commands/follow.ts'
export * from './commands/person.ts'
export * from './commands/profile.ts'
export { recordRemotePerson } from './commands/remote.ts'
