// What other rooms may use of this room.
export * from './rules.ts'
export * from './queries.ts'
export { addComment } from './commands/add.ts'
export { recountComments } from './commands/count.ts'
export { editComment } from './commands/edit.ts'
export { eraseComments } from './commands/erase.ts'
export { deleteComment, mayDelete, restoreComment } from './commands/remove.ts'
