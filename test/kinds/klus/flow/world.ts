// Two kinds of plein and the net between them, in memory: the klus's own plein decides, each candidate's plein hears.
// The net loses, repeats, delays and reorders; pleinen are down, or stop between receiving and answering.
import type { Tally } from '../../../../src/core/flow.ts'
import type { AnyFlow, Maker, Situation } from '../../../../src/core/flow.ts'
import { clockFrom, millisOf } from '../../../../src/lib/clock.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import {
  decide,
  mayMake,
  offeredAs,
  type Outcome,
  type Standpoint,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import {
  applySnapshot,
  foreseen,
  type Heard,
  type Snapshot,
  snapshotFor,
} from '../../../../src/features/responses/rules/taking-over.ts'
import type { KlusData } from '../../../../src/kinds/klus/rules.ts'
import { around, flow, moveNames, play, proofBy, respondent, turnsTo } from './play.ts'
import { payloadFor } from './payloads.ts'

/** What the two machines are made of; tests break one and look whether that is noticed. */
export interface Rules {
  readonly flow: AnyFlow
  readonly applySnapshot: typeof applySnapshot
  /** A step that came before is answered from memory. */
  readonly remembers: boolean
  /** What waits is sent again. */
  readonly sendsAgain: boolean
  /** Places that others hold count. */
  readonly countsPlaces: boolean
}
export const goodRules: Rules = { flow, applySnapshot, remembers: true, sendsAgain: true, countsPlaces: true }

type Message =
  | { readonly to: 'author'; readonly from: number; readonly step: Step }
  | { readonly to: number; readonly snapshot: Snapshot; readonly subject: KlusData; readonly edited: number }

interface Response {
  at: Standpoint
  moved: number
  readonly outcomes: Map<StepId, Outcome>
  /** How often each step changed something. */
  readonly applied: Map<StepId, number>
  /** Steps of the candidate's side, which his plein is told of. */
  readonly theirs: Set<StepId>
}

interface Candidate {
  heard: Heard
  subject: KlusData
  edited: number
  up: boolean
  readonly made: Set<StepId>
  readonly settled: Map<StepId, Outcome[]>
}

export class World {
  readonly rules: Rules
  readonly responses: Response[]
  readonly candidates: Candidate[]
  readonly done = new Set<string>()
  readonly states = new Set<string>()
  net: Message[] = []
  /** Received and kept, not worked off yet. */
  inbox: (Message & { to: 'author' })[] = []
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
      theirs: new Set(),
    }))
    this.subject = rules.flow.settle(subject, this.tally(), this.now) as KlusData
    this.candidates = this.responses.map(({ at }) => ({
      heard: { at: { ...at, data: flow.visible(at.data, 'respondent', this.now) }, pending: [] },
      subject: this.subject,
      edited: 0,
      up: true,
      made: new Set(),
      settled: new Map(),
    }))
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

  tally(): Tally {
    const states = this.responses.map(({ at }) => at.state).filter((state) => state !== 'new')
    const byState: Record<string, number> = {}
    for (const state of states) byState[state] = (byState[state] ?? 0) + 1
    return {
      byState,
      total: states.length,
      taken: states.filter((state) => flow.taking.includes(state)).length,
      live: states.filter((state) => !flow.ended.includes(state)).length,
    }
  }

  private surroundingsHere(who: number): Surroundings {
    const others = this.responses.filter((one, index) => index !== who && flow.taking.includes(one.at.state)).length
    const placesLeft = this.rules.countsPlaces ? this.subject.places - others : this.subject.places
    return around(this.subject, { now: this.now, placesLeft, respondent: this.person(who) })
  }

  private person(who: number) {
    return { ...respondent, iri: `https://b${who}.example/ap/actors/1`, name: `kandidaat-${who}` }
  }

  /** One transaction: the step, its outcome, the klus, and the message about it. */
  private work(who: number, step: Step, theirs: boolean): void {
    const response = this.responses[who] as Response
    if (theirs) response.theirs.add(step.id)
    if (!this.rules.remembers || !response.outcomes.has(step.id)) {
      const { after, outcome } = decide(this.rules.flow, response.at, step, this.surroundingsHere(who))
      response.outcomes.set(step.id, outcome)
      if (outcome.outcome === 'done') {
        response.applied.set(step.id, (response.applied.get(step.id) ?? 0) + 1)
        response.at = after
        response.moved = this.millis
        this.done.add(step.move)
        this.states.add(after.state)
        const settled = this.rules.flow.settle(this.subject, this.tally(), this.now) as KlusData
        if (settled !== this.subject) {
          this.subject = settled
          this.edited += 1
        }
      }
    }
    this.net.push(this.answer(who))
  }

  private answer(who: number): Message {
    const response = this.responses[who] as Response
    const steps = Object.fromEntries([...response.outcomes].filter(([id]) => response.theirs.has(id)))
    const snapshot = snapshotFor(this.rules.flow, response.at, { side: 'respondent', steps, now: this.now })
    return { to: who, snapshot, subject: this.subject, edited: this.edited }
  }

  /** What the author or time does happens at once. */
  actHere(who: number, maker: Maker, choice: number): void {
    const response = this.responses[who]
    if (!this.authorUp || !response) return
    const step = this.choose(response.at, maker, choice, this.surroundingsHere(who))
    if (step) this.work(who, step, false)
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
        this.work(who, { id: this.nextId(), move: due.move, maker: 'clock', payload: {} }, false)
        if (response.at === before) return
      }
    })
  }

  /** Works off what was received; stopping before the receipt is noted means doing it once more. */
  workOff(choice: number, stopsBeforeNoting: boolean): void {
    if (!this.authorUp || this.inbox.length === 0) return
    const index = choice % this.inbox.length
    const message = this.inbox[index]
    if (!message) return
    this.work(message.from, message.step, true)
    if (!stopsBeforeNoting) this.inbox.splice(index, 1)
  }

  // ── a candidate's plein ──

  actThere(who: number, maker: Maker, choice: number): void {
    const candidate = this.candidates[who]
    if (!candidate?.up) return
    const surroundings = around(candidate.subject, { now: this.now, respondent: this.person(who) })
    const at = foreseen(flow, candidate.heard, surroundings)
    const step = this.choose(at, maker, choice, surroundings)
    if (!step || decide(flow, at, step, surroundings).outcome.outcome === 'refused') return
    candidate.made.add(step.id)
    candidate.heard = { ...candidate.heard, pending: [...candidate.heard.pending, step] }
    this.net.push({ to: 'author', from: who, step })
  }

  sendAgain(who: number): void {
    const candidate = this.candidates[who]
    if (!candidate?.up || !this.rules.sendsAgain) return
    for (const step of candidate.heard.pending) this.net.push({ to: 'author', from: who, step })
  }

  /** A signed GET of the response. */
  fetch(who: number): void {
    if (this.candidates[who]?.up && this.authorUp && this.responses[who]?.at.version !== 0) this.hear(this.answer(who))
  }

  private hear(message: Message): void {
    if (message.to === 'author') return
    const candidate = this.candidates[message.to] as Candidate
    const { settled, ...heard } = this.rules.applySnapshot(candidate.heard, message.snapshot)
    candidate.heard = heard
    for (const { step, outcome } of settled) {
      candidate.settled.set(step.id, [...(candidate.settled.get(step.id) ?? []), outcome])
    }
    if (message.edited > candidate.edited) {
      candidate.subject = message.subject
      candidate.edited = message.edited
    }
  }

  // ── the net ──

  deliver(choice: number, how: 'once' | 'twice' | 'never'): void {
    const message = this.net[choice % Math.max(1, this.net.length)]
    if (!message) return
    if (how === 'never') this.net = this.net.filter((one) => one !== message)
    else if (this.arrives(message) && how === 'once') this.net = this.net.filter((one) => one !== message)
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
    if (!this.candidates[message.to]?.up) return false
    this.hear(message)
    return true
  }

  // ── choosing ──

  private nextId(): StepId {
    this.steps += 1
    return `s${this.steps}` as StepId
  }

  private choose(at: Standpoint, maker: Maker, choice: number, surroundings: Surroundings): Step | undefined {
    const id = this.nextId()
    const situation: Situation = { ...surroundings, stepId: id, maker }
    const all = moveNames.filter((name) => mayMake(flow, name, at, maker, situation))
    // What is first is done first mostly, and ways out are taken seldom, or nothing would ever be finished.
    const first = all.filter((name) => offeredAs(flow, name, at, situation) === 'first')
    const on = all.filter((name) => offeredAs(flow, name, at, situation) !== 'out' && name !== 'refuseConsent')
    const from = [choice % 12 < 5 ? first : [], choice % 12 < 11 ? on : [], all].find((some) => some.length > 0) ?? all
    const move = from[Math.floor(choice / 12) % Math.max(1, from.length)]
    if (move === undefined) return undefined
    return { id, move, maker, payload: payloadFor(move, at, situation, choice), proof: proofBy(maker) }
  }

  /** Everything is up again, everything arrives, and each plein does what it does by itself. */
  heal(): void {
    this.authorUp = true
    for (const candidate of this.candidates) candidate.up = true
    this.pass(0)
    for (let round = 0; round < 3; round += 1) {
      this.candidates.forEach((_, who) => this.sendAgain(who))
      while (this.net.length > 0 || this.inbox.length > 0) {
        this.deliver(0, 'once')
        this.workOff(0, false)
      }
      this.candidates.forEach((_, who) => this.fetch(who))
    }
  }
}
