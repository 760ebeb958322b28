// Notifications for other rooms' doors.
export * from './rules.ts'
export * from './queries.ts'
export { notify } from './commands/notify.ts'
export * from './commands/mark-read.ts'
export * from './commands/forget.ts'
