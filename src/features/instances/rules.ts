// Other servers: how far they are trusted, and who may see what is for "het netwerk".
import type { Viewer } from '../../core/viewer.ts'

declare module '../../core/events.ts' {
  interface Events {
    /** From now on nothing comes from or goes to the host; follows from and to it end. */
    'instance.blocked': { host: string }
    /** From now on "het netwerk" includes the host. */
    'instance.allowed': { host: string }
    /** The own actor of an allowed host is known here, and can be written to: we looked it up, or it introduced itself. */
    'instance.met': OwnActor & { by: 'us' | 'them' }
  }
}

/** A server, and the address of the actor that it is itself. */
export interface OwnActor {
  readonly host: string
  readonly iri: string
}

/** Who introduces itself gets all that is for the network: not more often than this. */
export const INTRODUCTION_MILLIS = 3_600_000

/** Name of the work that answers an introduction. */
export const INTRODUCTION_JOB = 'instance.answer'

/** Name in NodeInfo of software that speaks as we do. */
export const OUR_SOFTWARE = 'dwarsverband'

/** Longest reason that is kept, in characters. */
export const REASON_MAX = 500

/** "Het netwerk": whoever is signed in here, and servers that are on the list of allowed hosts. */
export function maySeeNetwork(viewer: Viewer): boolean {
  return viewer.type === 'person' || viewer.type === 'system' || (viewer.type === 'remote' && viewer.allowed)
}

/** May change the list of hosts, the settings and the organisation. */
export function mayAdminister(viewer: Viewer): boolean {
  return viewer.type === 'system' || (viewer.type === 'person' && viewer.admin)
}

/** A host as in IRIs ("plein.gemeente.nl", "127.0.0.1:3002") out of what somebody typed (also a URL or @name@host). */
export function hostFrom(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^.*@/, '')
    .replace(/\/.*$/, '')
  if (!bare || /[\s?#\\]/.test(bare)) return undefined
  const url = URL.parse(`http://${bare}`)
  return url && url.host && !url.username ? url.host : undefined
}
