// Hands to the rooms' inbox handlers what a person elsewhere says, as the frame does once it has settled whom to believe.
import type { Tools } from '../../../src/core/context.ts'
import { type FederationDoor, type Incoming, type JsonObject, PUBLIC } from '../../../src/core/federation.ts'
import { findActor, knownActor } from '../../../src/features/actors/index.ts'
import { type ActorId, newId } from '../../../src/lib/id.ts'
import type { TestContext } from '../../kit/context.ts'
import { remoteOf } from './seed.ts'

const tools = {
  remote: { actor: async () => undefined, object: async () => 'gone', ingest: async () => undefined },
} as unknown as Tools

export interface Receiving {
  /** What the first room that takes it made of it; 'ignored' when none did. */
  receive(activity: { type: string } & JsonObject, options?: Partial<Incoming>): Promise<'done' | 'ignored'>
  /** A note by the author, for everyone and the group. */
  note(changes?: object): JsonObject
}

export function receiving(given: {
  readonly root: TestContext
  readonly doors: readonly FederationDoor[]
  readonly host: string
  readonly author: ActorId
  readonly authorIri: string
  readonly groupIri: string
}): Receiving {
  const { root, doors, host, author, authorIri, groupIri } = given
  return {
    async receive(activity, options = {}) {
      const actor = knownActor((await findActor(root.db, author)) as never)
      const object = typeof activity['object'] === 'object' ? (activity['object'] as JsonObject) : undefined
      const incoming: Incoming = {
        id: `http://${host}/a/${newId()}`,
        type: activity.type,
        actorIri: actor.iri,
        actor,
        activity,
        object,
        via: undefined,
        objectIri: typeof activity['object'] === 'string' ? activity['object'] : (object?.['id'] as string | undefined),
        proven: false,
        mayModerate: false,
        ...options,
      }
      const ctx = root.as(remoteOf(host, incoming.actor.id))
      for (const door of doors) {
        if ((await door.inbox?.[activity.type]?.(ctx, incoming, tools)) === 'done') return 'done'
      }
      return 'ignored'
    },
    note: (changes = {}) => ({
      id: `http://${host}/o/${newId()}`,
      type: 'Note',
      attributedTo: authorIri,
      content: '<p>Hoi</p>',
      to: [PUBLIC],
      cc: [groupIri],
      published: '2026-11-20T10:00:00Z',
      ...changes,
    }),
  }
}
