// Who works and who asks for the work: the parties' roles turn round when help is offered instead of asked.
import type { Maker, Side } from '../../../core/flow.ts'
import type { KlusData } from '../rules.ts'

type Purposeful = Pick<KlusData, 'purpose'>

/** Who will do the work: the respondent of a klus that is asked for, the author of help that is offered. */
export function workerOf({ purpose }: Purposeful): Side {
  return purpose === 'offer' ? 'author' : 'respondent'
}

/** For whom it is done. */
export function clientOf(subject: Purposeful): Side {
  return workerOf(subject) === 'author' ? 'respondent' : 'author'
}

export function otherSide(side: Side): Side {
  return side === 'author' ? 'respondent' : 'author'
}

export const byWorker = (subject: Purposeful): readonly Maker[] => [workerOf(subject)]
export const byClient = (subject: Purposeful): readonly Maker[] => [clientOf(subject)]
export const byAuthor = (): readonly Maker[] => ['author']
export const byRespondent = (): readonly Maker[] => ['respondent']
export const byBoth = (): readonly Maker[] => ['author', 'respondent']
export const byManager = (): readonly Maker[] => ['manager']
export const byClock = (): readonly Maker[] => ['clock']

/** The party that makes a move which only the two parties make. */
export function sideOf(maker: Maker): Side {
  if (maker === 'author' || maker === 'respondent') return maker
  throw new Error(`${maker} is none of the two parties`)
}
