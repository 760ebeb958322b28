// What an administrator wants to know of the machinery: work that failed, and how much is waiting.
export { countJobs, listDead } from '../../platform/queue/dead.ts'
