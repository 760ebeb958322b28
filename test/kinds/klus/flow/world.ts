// Two kinds of plein and the net between them, in memory: the klus's own plein decides, each candidate's plein hears.
// Pleinen are down, or stop between receiving and noting that they did what was asked.
import type { AnyFlow, Maker, Tally } from '../../../../src/core/flow.ts'
import { clockFrom, millisOf } from '../../../../src/lib/clock.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import { tallyOf } from '../../../../src/features/responses/rules/advance.ts'
import {
  nothingYet,
  type Standpoint,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import { applySnapshot, snapshotFor } from '../../../../src/features/responses/rules/taking-over.ts'
import type { KlusData } from '../../../../src/kinds/klus/rules.ts'
import { type Applying, Candidate } from './candidate.ts'
import { chosen } from './choosing.ts'
import { type Message, Net, type ToAuthor, type ToCandidate } from './net.ts'
import { around, decide, flow, type Outcome, play, respondent, turnsTo } from './play.ts'

/** What the two machines are made of; tests break one and look whether that is noticed. */
export interface Rules {
  readonly flow: AnyFlow
  readonly applySnapshot: Applying
  /** A step that came before is answered from memory. */
  readonly remembers: boolean
  /** A step waits for the one before it. */
  readonly keepsOrder: boolean
  /** What waits is sent again. */
  readonly sendsAgain: boolean
  /** Places that others hold count. */
  readonly countsPlaces: boolean
}
export const goodRules: Rules = {
  flow,
  applySnapshot,
  remembers: true,
  keepsOrder: true,
  sendsAgain: true,
  countsPlaces: true,
}

/** How many steps, the newest, are told of besides the one that was asked about; few, so that others are left out. */
const TOLD = 4

export interface Response {
  at: Standpoint
  moved: number
  /** What became of each step, in the order in which they were worked off. */
  readonly outcomes: Map<StepId, Outcome>
  /** How often each step changed something. */
  readonly applied: Map<StepId, number>
  /** Refused before there was a response: that is answered, and forgotten. */
  readonly turnedDown: Set<StepId>
}

export class World {
  readonly rules: Rules
  readonly responses: Response[]
  readonly candidates: Candidate[]
  /** Moves that were made, as `from move`. */
  readonly done = new Map<string, number>()
  readonly states = new Set<string>()
  readonly net = new Net()
  /** Received and kept, not worked off yet. */
  inbox: ToAuthor[] = []
  /** Stopped between doing and noting that it is done. */
  stops = 0
  authorUp = true
  millis = millisOf('2026-11-22T09:00:00.000Z')
  subject: KlusData
  edited = 0
  steps = 0

  constructor(subject: KlusData, begins: readonly string[], rules: Rules = goodRules) {
    this.rules = rules
    this.subject = subject
    this.responses = begins.map((state, who) => ({
      at: this.begin(state, who),
      moved: this.millis,
      outcomes: new Map(),
      applied: new Map(),
      turnedDown: new Set(),
    }))
    this.subject = rules.flow.settle(subject, this.tally(), this.now) as KlusData
    this.candidates = this.responses.map(({ at }, who) => {
      const heard = { ...at, data: flow.visible(at.data, 'respondent', this.now) as unknown }
      return new Candidate(who, heard, this.subject, rules.applySnapshot)
    })
  }

  /** Lives begin anywhere, or few of them would come far. */
  private begin(state: string, who: number): Standpoint {
    const more = { respondent: this.person(who) }
    return play(
      this.subject,
      turnsTo(state, this.subject.purpose).map((turn) => ({ ...turn, more })),
    )
  }

  get now(): string {
    return clockFrom(() => this.millis).now()
  }

  // ── the klus's own plein ──

  tally(except?: number): Tally {
    const states = this.responses.flatMap(({ at }, who) => (who === except ? [] : [at.state]))
    const counts: Record<string, number> = {}
    for (const state of states) counts[state] = (counts[state] ?? 0) + 1
    return tallyOf(flow, counts)
  }

  private surroundingsHere(who: number): Surroundings {
    const others = this.rules.countsPlaces ? this.tally(who).taken : 0
    const placesLeft = this.subject.places - others
    return around(this.subject, { now: this.now, placesLeft, respondent: this.person(who) })
  }

  private person(who: number) {
    return { ...respondent, iri: `https://b${who}.example/ap/actors/1`, name: `kandidaat-${who}` }
  }

  /** One transaction: the step, its outcome, the klus, and the message about it. @returns false: it has to wait */
  private work(who: number, step: Step, from?: ToAuthor): boolean {
    const response = this.responses[who] as Response
    const { outcomes } = response
    if (from && this.rules.remembers && outcomes.has(step.id)) {
      this.answer(who, step.id)
      return true
    }
    if (from?.previous && this.rules.keepsOrder && !outcomes.has(from.previous)) return false
    const before = response.at
    const { after, outcome } = decide(this.rules.flow, before, step, this.surroundingsHere(who))
    if (outcome.outcome === 'done') {
      outcomes.set(step.id, outcome)
      response.applied.set(step.id, (response.applied.get(step.id) ?? 0) + 1)
      response.at = after
      response.moved = this.millis
      this.noted(before.state, step.move, after.state)
    } else if (!from) return true
    else if (before.state === 'new') return this.turnDown(who, step, outcome)
    else outcomes.set(step.id, outcome)
    this.answer(who, step.id)
    return true
  }

  private noted(before: string, move: string, after: string): void {
    const made = `${before} ${move}`
    this.done.set(made, (this.done.get(made) ?? 0) + 1)
    this.states.add(after)
    const settled = this.rules.flow.settle(this.subject, this.tally(), this.now) as KlusData
    if (settled === this.subject) return
    this.subject = settled
    this.edited += 1
  }

  private turnDown(who: number, step: Step, outcome: Outcome): true {
    this.responses[who]?.turnedDown.add(step.id)
    const told = { ...nothingYet(flow), steps: new Map([[step.id, outcome]]) }
    this.net.send({ to: who, told, subject: this.subject, edited: this.edited })
    return true
  }

  private snapshot(who: number, asked?: StepId): ToCandidate {
    const response = this.responses[who] as Response
    const outcomes = [...response.outcomes]
    const newest = outcomes.slice(-TOLD)
    const older = outcomes.filter(([id]) => id === asked)
    const to = { side: 'respondent', steps: new Map([...older, ...newest]), now: this.now } as const
    const told = snapshotFor(this.rules.flow, response.at, to)
    return { to: who, told, subject: this.subject, edited: this.edited }
  }

  private answer(who: number, asked: StepId): void {
    this.net.send(this.snapshot(who, asked))
  }

  /** What the author or time does happens at once. */
  actHere(who: number, maker: Maker, choice: number): void {
    const response = this.responses[who]
    if (!this.authorUp || !response) return
    const step = chosen(response.at, { maker, id: this.nextId(), choice }, this.surroundingsHere(who))
    if (step) this.work(who, step)
  }

  pass(millis: number): void {
    this.millis += millis
    if (!this.authorUp) return
    this.responses.forEach((response, who) => {
      for (;;) {
        const moved = clockFrom(() => response.moved).now()
        const due = this.rules.flow.deadline(response.at, { subject: this.subject, moved })
        if (!due || millisOf(due.at) > this.millis) return
        const before = response.at
        this.work(who, { id: this.nextId(), move: due.move, maker: 'clock', payload: {} })
        if (response.at === before) return
      }
    })
  }

  /** Works off what was received; stopping before the receipt is noted means doing it once more. */
  workOff(choice: number, stopsBeforeNoting: boolean): void {
    const index = choice % Math.max(1, this.inbox.length)
    const message = this.inbox[index]
    if (!this.authorUp || !message) return
    if (!this.work(message.from, message.step, message)) return
    if (stopsBeforeNoting) this.stops += 1
    else this.inbox.splice(index, 1)
  }

  // ── a candidate's plein ──

  actThere(who: number, maker: Maker, choice: number): void {
    const candidate = this.candidates[who]
    if (!candidate?.up) return
    const surroundings = around(candidate.subject, { now: this.now, respondent: this.person(who) })
    for (const asked of candidate.act({ maker, id: this.nextId(), choice }, surroundings)) this.net.send(asked)
  }

  sendAgain(who: number): void {
    const candidate = this.candidates[who]
    if (!candidate?.up || !this.rules.sendsAgain) return
    for (const asked of candidate.asking()) this.net.send(asked)
  }

  /** A signed GET of the response. */
  fetch(who: number): void {
    const candidate = this.candidates[who]
    if (candidate?.up && this.authorUp && this.responses[who]?.at.version !== 0) candidate.hear(this.snapshot(who))
  }

  // ── between them ──

  deliver(choice: number, how: 'once' | 'twice' | 'never'): void {
    this.net.deliver(choice, how, (message) => this.arrives(message))
  }

  /** A message arrives and is worked off, as it usually goes. */
  exchange(choice: number): void {
    this.deliver(choice, 'once')
    this.workOff(choice, false)
  }

  private arrives(message: Message): boolean {
    if (message.to === 'author') {
      if (!this.authorUp) return false
      this.inbox.push(message)
      return true
    }
    const candidate = this.candidates[message.to]
    if (!candidate?.up) return false
    candidate.hear(message)
    return true
  }

  private nextId(): StepId {
    this.steps += 1
    return `s${this.steps}` as StepId
  }

  /** Everything is up again, everything arrives, and each plein does what it does by itself. */
  heal(): void {
    this.authorUp = true
    for (const candidate of this.candidates) candidate.up = true
    this.pass(0)
    for (let round = 0; round < 3; round += 1) {
      this.candidates.forEach((_, who) => this.sendAgain(who))
      while (this.net.messages.length > 0) this.deliver(0, 'once')
      // What waits for a step that never comes is given up; it is sent again without that.
      for (let tries = this.inbox.length; tries > 0; tries -= 1) {
        for (const message of this.inbox.slice()) this.workOff(this.inbox.indexOf(message), false)
      }
      this.inbox = []
      while (this.net.messages.length > 0) this.deliver(0, 'once')
      this.candidates.forEach((_, who) => this.fetch(who))
    }
  }
}
