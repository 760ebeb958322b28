// Who is looking or acting: every query and every command is told.
import type { AccountId, ActorId } from '../lib/id.ts'
import { Unauthenticated } from './errors.ts'

/** Somebody who is not signed in. */
export interface Guest {
  readonly type: 'guest'
}

/** Somebody who is signed in on this plein. */
export interface LocalPerson {
  readonly type: 'person'
  readonly personId: ActorId
  readonly accountId: AccountId
  readonly admin: boolean
}

/**
 * Another server, or a person there, that signed its request.
 * `personId` is absent for a server's own actor (signed fetch by the instance actor).
 */
export interface RemoteActor {
  readonly type: 'remote'
  readonly host: string
  readonly personId?: ActorId
  /** The host is on this plein's list of allowed hosts: "het netwerk" includes it. */
  readonly allowed: boolean
}

/** The plein itself: listeners, jobs, the command line. Sees everything. */
export interface System {
  readonly type: 'system'
}

export type Viewer = Guest | LocalPerson | RemoteActor | System

export const guest: Guest = { type: 'guest' }
export const system: System = { type: 'system' }

/** The actor that acts, or undefined for guests, servers and the system. */
export function actorOf(viewer: Viewer): ActorId | undefined {
  return viewer.type === 'person' || viewer.type === 'remote' ? viewer.personId : undefined
}

/** The person who is signed in here. @throws Unauthenticated for everybody else */
export function personOf(viewer: Viewer): LocalPerson {
  if (viewer.type !== 'person') throw new Unauthenticated()
  return viewer
}
