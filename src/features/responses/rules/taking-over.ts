// What the two pleinen tell each other of a response: the item's plein a snapshot, the other takes it over if it is newer.
import type { AnyFlow, Side } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { StepId } from '../../../lib/id.ts'
import { afterStep, type Outcome, type Standpoint, type Step, type Surroundings } from './steps.ts'
import { Refusal } from '../../../core/errors.ts'

/** All that the other plein needs in order to be right again, whatever it missed. */
export interface Snapshot extends Standpoint {
  /** What became of each step that came from there. */
  readonly steps: Readonly<Record<StepId, Outcome>>
}

/** The snapshot for one side. */
export function snapshotFor(
  flow: AnyFlow,
  at: Standpoint,
  to: { readonly side: Side; readonly steps: Readonly<Record<StepId, Outcome>>; readonly now: Instant },
): Snapshot {
  return { state: at.state, data: flow.visible(at.data, to.side, to.now), version: at.version, steps: to.steps }
}

/** What a plein that is not the authority has of a response. */
export interface Heard {
  readonly at: Standpoint
  /** Its own steps that no answer has come to yet, oldest first. */
  readonly pending: readonly Step[]
}

/**
 * Takes a snapshot over. An older one, or the same again, changes nothing; what became of steps is always taken over,
 * for it never changes any more.
 */
export function applySnapshot(
  heard: Heard,
  snapshot: Snapshot,
): Heard & { readonly settled: readonly { readonly step: Step; readonly outcome: Outcome }[] } {
  const newer = snapshot.version > heard.at.version
  const at = newer ? { state: snapshot.state, data: snapshot.data, version: snapshot.version } : heard.at
  const settled = heard.pending.flatMap((step) => {
    const outcome = Object.hasOwn(snapshot.steps, step.id) ? snapshot.steps[step.id] : undefined
    return outcome ? [{ step, outcome }] : []
  })
  return { at, pending: heard.pending.filter((step) => !settled.some((one) => one.step === step)), settled }
}

/**
 * Where the response will stand when the pending steps are granted, as far as one can tell here. New steps are checked
 * against this before they are sent, so that nonsense is refused at once.
 */
export function foreseen(flow: AnyFlow, heard: Heard, surroundings: Surroundings): Standpoint {
  let at = heard.at
  for (const step of heard.pending) {
    try {
      at = afterStep(flow, at, step, surroundings)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
    }
  }
  return at
}
