// The plein of a candidate, in memory: it asks the klus's plein for steps, and hears how things stand.
import type { Maker } from '../../../../src/core/flow.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import type { Standpoint, Step, Surroundings } from '../../../../src/features/responses/rules/steps.ts'
import {
  type applySnapshot,
  foreseen,
  type Own,
  type Told,
} from '../../../../src/features/responses/rules/taking-over.ts'
import type { KlusData } from '../../../../src/kinds/klus/rules.ts'
import { chosen } from './choosing.ts'
import type { ToAuthor, ToCandidate } from './net.ts'
import { decide, flow, type Outcome } from './play.ts'

export interface OwnStep extends Own {
  readonly step: Step
  outcome: Own['outcome']
}

/** As the house does it: see `applySnapshot`. */
export type Applying = (
  heard: { readonly at: Standpoint; readonly own: readonly OwnStep[] },
  told: Told<ReadonlyMap<StepId, Outcome>>,
) => ReturnType<typeof applySnapshot<OwnStep, Outcome>>

export class Candidate {
  readonly who: number
  at: Standpoint
  subject: KlusData
  up = true
  readonly own: OwnStep[] = []
  /** All answers that changed what is known of a step. */
  readonly settled = new Map<StepId, Outcome[]>()
  private readonly applying: Applying
  private edited = 0

  constructor(who: number, at: Standpoint, subject: KlusData, applying: Applying) {
    this.who = who
    this.at = at
    this.subject = subject
    this.applying = applying
  }

  get pending(): readonly Step[] {
    return this.own.filter(({ outcome }) => outcome === 'pending').map(({ step }) => step)
  }

  /** Makes a step if it would be granted as far as one can tell here. */
  act(by: { readonly maker: Maker; readonly id: StepId; readonly choice: number }, around: Surroundings): ToAuthor[] {
    const at = foreseen(flow, { at: this.at, pending: this.pending }, around)
    const step = chosen(at, by, around)
    if (!step || decide(flow, at, step, around).outcome.outcome === 'refused') return []
    this.own.push({ id: step.id, step, outcome: 'pending' })
    return this.asking().slice(-1)
  }

  /** All that waits, as it is sent (again). */
  asking(): ToAuthor[] {
    const waiting = this.pending
    return waiting.map((step, index) => ({ to: 'author', from: this.who, step, previous: waiting[index - 1]?.id }))
  }

  hear({ told, subject, edited }: ToCandidate): void {
    const { at, settled } = this.applying(this, told)
    this.at = at
    for (const { step, became } of settled) {
      this.settled.set(step.id, [...(this.settled.get(step.id) ?? []), became])
      step.outcome = became.outcome
    }
    if (edited > this.edited) {
      this.subject = subject
      this.edited = edited
    }
  }
}
