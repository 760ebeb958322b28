// The net between the pleinen: it loses, repeats, delays and reorders what it carries, and counts how often.
import type { StepId } from '../../../../src/lib/id.ts'
import type { Step } from '../../../../src/features/responses/rules/steps.ts'
import type { Told } from '../../../../src/features/responses/rules/taking-over.ts'
import type { KlusData } from '../../../../src/kinds/klus/rules.ts'
import type { Outcome } from './play.ts'

/** A step for the klus's plein, or word of how things stand for a candidate's. */
export type Message = ToAuthor | ToCandidate

export interface ToAuthor {
  readonly to: 'author'
  readonly from: number
  readonly step: Step
  /** His step before this one, when no answer to that had come yet. */
  readonly previous: StepId | undefined
}

export interface ToCandidate {
  readonly to: number
  readonly told: Told<ReadonlyMap<StepId, Outcome>>
  readonly subject: KlusData
  readonly edited: number
}

export type Trouble = 'lost' | 'repeated' | 'overtaken' | 'missed'

export class Net {
  messages: Message[] = []
  readonly troubles: Record<Trouble, number> = { lost: 0, repeated: 0, overtaken: 0, missed: 0 }

  send(message: Message): void {
    this.messages.push(message)
  }

  /** @param arrives false: nobody is there; it is sent again later */
  deliver(choice: number, how: 'once' | 'twice' | 'never', arrives: (message: Message) => boolean): void {
    const at = choice % Math.max(1, this.messages.length)
    const message = this.messages[at]
    if (!message) return
    if (how === 'never') {
      this.troubles.lost += 1
      this.messages.splice(at, 1)
      return
    }
    if (!arrives(message)) {
      this.troubles.missed += 1
      return
    }
    if (this.messages.slice(0, at).some((older) => older.to === message.to)) this.troubles.overtaken += 1
    if (how === 'twice') this.troubles.repeated += 1
    else this.messages.splice(at, 1)
  }
}
