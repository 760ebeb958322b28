// The lives of klussen that are played while pleinen are killed: together they pass every state, by whoever may.

/**
 * Who makes a move: who wrote the klus, who responds, his or her manager (by mail, without an account), who looks at a
 * klus before it opens, or time.
 */
type By = 'author' | 'respondent' | 'manager' | 'coordinator' | 'time'

export interface Turn {
  readonly by: By
  /** A move of the flow, or `ask`: the worker names his manager, or `lapse`: he does not answer. */
  readonly move: string
  /** What is moved; default: the response. */
  readonly of?: 'klus'
  readonly values?: Readonly<Record<string, string>>
  /** The state of the response (or klus) afterwards. */
  readonly to: string
  /** Days that go by first. */
  readonly days?: number
  /** Changes nothing in the response itself. */
  readonly aside?: true
}

export interface Script {
  /** Not the beginning of another. */
  readonly title: string
  /** Help is offered: then the author works. Default: it is asked for. */
  readonly offered?: true
  /** It is written in its first turns, and not beforehand. */
  readonly unwritten?: true
  readonly turns: readonly Turn[]
}

const words = 'Door drukte lukt het niet.'
const learned = 'Eerst luisteren.'

function apply(): Turn {
  return { by: 'respondent', move: 'apply', values: { motivation: 'Ik help graag.' }, to: 'interested' }
}
const talk: Turn = { by: 'author', move: 'talk', to: 'in_talks' }
const offer: Turn = { by: 'author', move: 'offer', values: { hours: '16' }, to: 'offered' }
const sign = (to: string, by: By = 'respondent'): Turn => ({ by, move: 'sign', to })
const ask = (to: string, by: By = 'respondent'): Turn => ({ by, move: 'ask', to, aside: true })
const says = (answer: string, to: string): Turn => ({ by: 'manager', move: answer, values: { words }, to })
const start = (by: By = 'respondent'): Turn => ({ by, move: 'start', to: 'running' })
const logs = (hours: string, by: By = 'respondent', to = 'running'): Turn => {
  return { by, move: 'logHours', values: { hours, what: 'Gelezen' }, to }
}
const complete: Turn = { by: 'author', move: 'complete', values: { learned }, to: 'closing' }
const cancel = (by: By): Turn => ({ by, move: 'cancel', values: { reason: 'other', words }, to: 'cancelled' })
const review = (by: By, to: string): Turn => ({ by, move: 'review', values: { text: `Fijn, zegt de ${by}.` }, to })
const time = (move: string, days: number, to: string): Turn => ({ by: 'time', move, days, to })
const agreed = [apply(), offer, ask('offered'), says('given', 'offered'), sign('agreed')] as const

export const scripts: readonly Script[] = [
  {
    title: 'Klus geheel',
    turns: [
      apply(),
      talk,
      offer,
      sign('offered'),
      ask('offered'),
      says('given', 'agreed'),
      start(),
      logs('3,5'),
      { by: 'author', move: 'confirmHours', to: 'running' },
      complete,
      { by: 'respondent', move: 'confirmCompletion', values: { learned }, to: 'completed' },
      review('respondent', 'completed'),
      review('author', 'reviewed'),
      { by: 'respondent', move: 'showReview', values: { shown: 'on' }, to: 'reviewed' },
    ],
  },
  {
    title: 'Klus anders',
    turns: [
      ...agreed,
      start(),
      logs('16'),
      { by: 'author', move: 'amend', values: { hours: '40' }, to: 'running' },
      sign('running'),
      ask('running'),
      says('given', 'running'),
      logs('20'),
      { by: 'author', move: 'disputeHours', values: { reason: 'Die dag was je er niet.' }, to: 'running' },
      cancel('author'),
    ],
  },
  {
    title: 'Klus wachtend',
    turns: [
      ...agreed,
      start(),
      complete,
      { by: 'respondent', move: 'reopen', values: { words: 'Nog een hoofdstuk.' }, to: 'running' },
      complete,
      time('remindWorker', 15, 'closing'),
      time('completeByTime', 17, 'completed'),
      time('closeReviews', 15, 'reviewed'),
    ],
  },
  {
    title: 'Klus voorwaarden',
    turns: [
      apply(),
      offer,
      sign('offered'),
      ask('offered'),
      says('conditional', 'offered'),
      sign('offered'),
      sign('agreed', 'author'),
      cancel('respondent'),
    ],
  },
  { title: 'Klus geweigerd', turns: [apply(), offer, ask('offered'), says('refused', 'declined')] },
  {
    title: 'Klus terug',
    turns: [
      apply(),
      talk,
      { by: 'respondent', move: 'withdraw', values: { words }, to: 'withdrawn' },
      apply(),
      { by: 'author', move: 'reject', values: { reason: 'another', words }, to: 'declined' },
    ],
  },
  {
    title: 'Klus verlopen',
    turns: [apply(), offer, ask('offered'), time('expire', 29, 'expired'), apply(), cancelKlus('declined')],
  },
  {
    title: 'Klus uitgenodigd',
    turns: [
      { by: 'author', move: 'invite', values: { words: 'Dit past bij je.' }, to: 'invited' },
      { by: 'respondent', move: 'declineInvitation', values: { words }, to: 'withdrawn' },
    ],
  },
  {
    title: 'Klus zwijgend',
    turns: [apply(), offer, sign('offered'), ask('offered'), time('lapse', 15, 'expired')],
  },
  {
    title: 'Klus gekeurd',
    unwritten: true,
    turns: [
      klus('write', 'draft'),
      klus('place', 'review'),
      klus('return', 'draft', 'coordinator'),
      klus('place', 'review'),
      klus('approve', 'open', 'coordinator'),
      apply(),
      { ...klus('expire', 'expired', 'time'), days: 30 },
      talk,
      { by: 'respondent', move: 'withdraw', values: { words }, to: 'withdrawn' },
    ],
  },
  {
    title: 'Klus zonder iemand',
    turns: [klus('close', 'closed'), klus('reopen', 'open'), klus('withdraw', 'withdrawn')],
  },
  {
    title: 'Hulp aangeboden',
    offered: true,
    turns: [
      apply(),
      offer,
      ask('offered', 'author'),
      says('given', 'offered'),
      sign('agreed'),
      start('author'),
      logs('4', 'author'),
      { by: 'respondent', move: 'confirmHours', to: 'running' },
      cancelKlus('cancelled'),
    ],
  },
]

/** The author, the coordinator or time moves the klus itself. */
function klus(move: string, to: string, by: By = 'author'): Turn {
  return { by, move, of: 'klus', to, values: { words: 'Noem de opgave erbij.' } }
}

/** The author cancels the klus itself, and with it what goes on about it. */
function cancelKlus(to: string): Turn {
  return { by: 'author', move: 'cancelKlus', values: { reason: 'Het budget is weg.' }, to }
}
