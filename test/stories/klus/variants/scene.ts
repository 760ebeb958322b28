// What a variant is played with: everybody at a browser of his own, and somebody who looks at what they come across.
import type { Look } from '../acts/klus.ts'
import { type Hand, handOf, type Manner } from '../hand.ts'
import type { Stage } from '../stage.ts'

export interface Cast {
  readonly carla: Hand
  readonly aisha: Hand
  readonly wim: Hand
  readonly ine: Hand
  /** The manager, who has no account. */
  readonly mo: Hand
}

export interface Scene extends Cast {
  readonly stage: Stage
  /** What the usual life does not show. */
  readonly look: Look
}

export type Variant = (scene: Scene) => Promise<void>

export async function castOf({ servers, ...people }: Stage, manner: Manner): Promise<Cast> {
  const { Provincie, Gemeente, Waterschap } = servers
  return {
    carla: await handOf(Provincie.origin, people.carla, manner),
    aisha: await handOf(Gemeente.origin, people.aisha, manner),
    wim: await handOf(Waterschap.origin, people.wim, manner),
    ine: await handOf(Waterschap.origin, people.ine, manner),
    mo: await handOf(Gemeente.origin, undefined, manner),
  }
}
