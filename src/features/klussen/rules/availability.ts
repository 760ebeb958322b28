// "Beschikbaar voor klussen": who is, for how many hours and which subjects; and how it is told to other pleinen.
import type { Json, JsonObject } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'

declare module '../../../core/events.ts' {
  interface Events {
    /** Somebody here is available from now on, is so differently, or is so no more. */
    'availability.changed': { personId: ActorId }
  }
}

export const availabilityLimits = { hoursPerWeek: 40, subjects: 20, subject: 50, note: 300 } as const
export const availabilityAudiences = ['organisation', 'network'] as const

export interface Availability {
  readonly hoursPerWeek: number
  /** Lower case. */
  readonly subjects: readonly string[]
  /** Who may know: this organisation, or the network. */
  readonly audience: (typeof availabilityAudiences)[number]
  readonly note: string
}

/** The property of an actor's document; `false`: not available (any more). */
export const AVAILABLE = 'dwv:available'

/** As it stands in the document that allowed hosts get. */
export function toldAs(availability: Availability | undefined): JsonObject {
  if (availability?.audience !== 'network') return { [AVAILABLE]: false }
  const { hoursPerWeek, subjects, note } = availability
  return {
    [AVAILABLE]: {
      'dwv:hoursPerWeek': hoursPerWeek,
      'dwv:expertise': [...subjects],
      ...(note ? { 'dwv:note': note } : {}),
    },
  }
}

const { hoursPerWeek, subject, subjects, note } = availabilityLimits
const subjectTold = z.string().trim().min(1).max(subject).toLowerCase()
const schema = z.object({
  'dwv:hoursPerWeek': z.number().positive().max(hoursPerWeek),
  'dwv:expertise': z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.unknown())),
  'dwv:note': z.string().trim().optional().catch(undefined),
})

/** What another plein told. Undefined: it said nothing; null: not available. */
export function fromTold(document: JsonObject): Availability | null | undefined {
  const told: Json | undefined = document[AVAILABLE]
  if (told === undefined) return undefined
  const read = schema.safeParse(told)
  if (!read.success) return null
  const known = read.data['dwv:expertise'].flatMap((one) => {
    const found = subjectTold.safeParse(one)
    return found.success ? [found.data] : []
  })
  return {
    hoursPerWeek: read.data['dwv:hoursPerWeek'],
    subjects: [...new Set(known)].slice(0, subjects),
    audience: 'network',
    note: (read.data['dwv:note'] ?? '').slice(0, note),
  }
}
