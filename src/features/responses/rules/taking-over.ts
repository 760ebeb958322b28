// What the two pleinen tell each other of a response: the item's plein a snapshot, the other takes it over if it is newer.
import type { AnyFlow, Side } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { StepId } from '../../../lib/id.ts'
import { afterStep, type Standpoint, type Step, type Surroundings } from './steps.ts'
import { Refusal } from '../../../core/errors.ts'

/** All that the other plein needs in order to be right again, whatever it missed. `Steps`: what became of its steps. */
export interface Told<Steps> extends Standpoint {
  readonly steps: Steps
}

/** How a response stands, as one side may know it. */
export function snapshotFor<Steps>(
  flow: AnyFlow,
  { state, data, version }: Standpoint,
  to: { readonly side: Side; readonly steps: Steps; readonly now: Instant },
): Told<Steps> {
  return { state, version, data: flow.visible(data, to.side, to.now) as unknown, steps: to.steps }
}

/** A step of one's own, and what is known of it. */
export interface Own {
  readonly id: StepId
  readonly outcome: 'pending' | 'done' | 'refused'
}

/** What the item's plein says of a step. */
export interface Became {
  readonly outcome: 'done' | 'refused'
}

/**
 * Takes a snapshot over, on a plein that is not the authority. An older one, or the same again, changes nothing; what
 * became of own steps is taken over from any. One that was refused may be done after all (asked again, or at last
 * answered); one that was done stays so, whatever old refusal still comes.
 * @param heard.own oldest first
 */
export function applySnapshot<Step extends Own, Outcome extends Became>(
  heard: { readonly at: Standpoint; readonly own: readonly Step[] },
  snapshot: Told<ReadonlyMap<StepId, Outcome>>,
): { readonly at: Standpoint; readonly settled: readonly { readonly step: Step; readonly became: Outcome }[] } {
  const newer = snapshot.version > heard.at.version
  const at = newer ? { state: snapshot.state, data: snapshot.data, version: snapshot.version } : heard.at
  const settled = heard.own.flatMap((step) => {
    const became = snapshot.steps.get(step.id)
    const isNews = became !== undefined && step.outcome !== 'done' && step.outcome !== became.outcome
    return isNews ? [{ step, became }] : []
  })
  return { at, settled: at.version === 0 ? withFollowers(heard.own, settled) : settled }
}

/** Nothing began: what he did after the step that was turned down comes to nothing with it, and nobody will answer it. */
function withFollowers<Step extends Own, Outcome extends Became>(
  own: readonly Step[],
  settled: readonly { readonly step: Step; readonly became: Outcome }[],
) {
  const turned = settled.find(({ became }) => became.outcome === 'refused')
  if (!turned) return settled
  const later = own.slice(own.indexOf(turned.step) + 1).filter(({ outcome }) => outcome === 'pending')
  return [turned, ...later.map((step) => ({ step, became: turned.became }))]
}

/** What a plein that is not the authority has of a response. */
export interface Heard {
  readonly at: Standpoint
  /** Its own steps that no answer has come to yet, oldest first. */
  readonly pending: readonly Step[]
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
