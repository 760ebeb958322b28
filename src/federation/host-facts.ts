// What other servers run (NodeInfo), and so in which form groups pass things on to them: as remembered, else by asking.
import type { Ctx } from '../core/context.ts'
import type { HostFacts as Told, HostSource, KnownHost } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import { type Clock, millisOf } from '../lib/clock.ts'
import { partsOf } from '../lib/parts.ts'

/** What NodeInfo says of a host; undefined or an error when it says nothing. */
export type AskHost = (
  host: string,
  signal: AbortSignal,
) => Promise<(Told & { readonly software?: string | null }) | undefined>

/** Software that unwraps `Announce{activity}` (FEP-1b12), by its NodeInfo name: as their papers say, or as was seen. */
const unwrapping = new Set([
  'dwarsverband',
  'lemmy',
  'piefed',
  'pyfedi',
  'mbin',
  'kbin',
  'nodebb',
  'discourse',
  'wordpress',
])
const GROUPS_FEP = /\bfep[/-]1b12\b/i
/** Software that is known to check Ed25519 under RFC 9421. */
const takingEd25519 = new Set(['dwarsverband'])

/** AS2 types that only some software reads: that software by its NodeInfo name, and the FEP that says so. */
const readers: Readonly<Record<string, { readonly software: ReadonlySet<string>; readonly fep: RegExp }>> = {
  Proposal: { software: new Set(['dwarsverband', 'mitra', 'epicyon']), fep: /\bfep[/-]0837\b/i },
}

/** Does it read objects of this type? What is in no list is read by everybody. */
export function readsType(host: Pick<KnownHost, 'software' | 'implements'> | undefined, type: string): boolean {
  const reader = readers[type]
  if (!reader) return true
  const says = (host?.implements ?? []).some((capability) => reader.fep.test(capability))
  return says || reader.software.has((host?.software ?? '').toLowerCase())
}

const ASK_MILLIS = 5000
const ASKED_AT_ONCE = 16
/** A host that did not answer is taken for one that we do not know, and asked again after this time. */
const ASK_AGAIN = 3_600_000
const MAX_SILENT = 5000
/** What a host runs and is called is asked again, when it is met after this time. */
const ASK_ANEW = 7 * 24 * 3_600_000
/** The form in which a group passes things on to software of that name. Unknown: the object's id. */
export function formFor(
  software: string | null | undefined,
  capabilities: readonly string[] = [],
): 'activity' | 'object' {
  const knows = capabilities.some((capability) => GROUPS_FEP.test(capability))
  return knows || unwrapping.has((software ?? '').toLowerCase()) ? 'activity' : 'object'
}

export interface HostFactsOptions {
  readonly hosts: HostSource
  readonly clock: Clock
  readonly askHost: AskHost
}

export type Forms = ReadonlyMap<string, 'activity' | 'object'>

export interface HostFacts {
  /** The form that each host takes. Up to 5 s for each 16 hosts that are not known yet. */
  formsOf(ctx: Ctx, names: ReadonlySet<string>, known: ReadonlyMap<string, KnownHost>): Promise<Forms>
  /** Was it last asked so long ago that it should be asked again? True once an hour at most. */
  isDue(host: KnownHost): boolean
  /** Asks one host and remembers what it says; not again within an hour when it is silent. */
  ask(ctx: Ctx, host: string): Promise<'activity' | 'object'>
}

/** @param options.askHost silence and errors count as a host that we know nothing of */
export function openHostFacts({ hosts, clock, askHost }: HostFactsOptions): HostFacts {
  /** Host → when it may be asked again. */
  const silent = new Map<string, number>()
  /** Host → until when it is as good as asked. */
  const due = new Map<string, number>()

  async function formsOf(ctx: Ctx, names: ReadonlySet<string>, known: ReadonlyMap<string, KnownHost>): Promise<Forms> {
    const forms = new Map<string, 'activity' | 'object'>()
    const unknown: string[] = []
    for (const name of names) {
      const form = known.get(name)?.form
      if (form) forms.set(name, form)
      else unknown.push(name)
    }
    for (const some of partsOf(unknown, ASKED_AT_ONCE)) {
      const answers = await Promise.all(some.map((name) => ask(ctx, name)))
      some.forEach((name, index) => forms.set(name, answers[index] ?? 'object'))
    }
    return forms
  }

  async function ask(ctx: Ctx, host: string): Promise<'activity' | 'object'> {
    if ((silent.get(host) ?? 0) > clock.millis()) return 'object'
    const facts = await askInTime(host)
    if (!facts) {
      putOff(silent, host)
      await hosts.remember(ctx, host, { asked: clock.now() })
      return 'object'
    }
    const form = formFor(facts.software, facts.implements)
    const ed25519 = takingEd25519.has((facts.software ?? '').toLowerCase())
    await hosts.remember(ctx, host, { ...facts, form, asked: clock.now(), ...(ed25519 ? { takesEd25519: true } : {}) })
    return form
  }

  async function askInTime(host: string): ReturnType<AskHost> {
    const signal = AbortSignal.timeout(ASK_MILLIS)
    const late = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
    // Silence and nonsense are the same to us: a host that we know nothing of.
    return Promise.race([askHost(host, signal).catch(() => undefined), late])
  }

  function isDue(host: KnownHost): boolean {
    if (host.asked && clock.millis() - millisOf(host.asked) < ASK_ANEW) return false
    if ((due.get(host.host) ?? 0) > clock.millis()) return false
    putOff(due, host.host)
    return true
  }

  function putOff(those: Map<string, number>, host: string): void {
    putBounded(those, host, clock.millis() + ASK_AGAIN, MAX_SILENT)
  }

  return { formsOf, isDue, ask }
}
