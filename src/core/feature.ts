// The feature contract: what a room may register. registry.ts gathers them; nobody else looks inside a room.
import type { Texts } from '../platform/i18n/texts.ts'
import type { Ctx, Tools } from './context.ts'
import type { EventName, Listener } from './events.ts'
import type { FederationDoor } from './federation.ts'
import type { AnyKind } from './kind.ts'
import type { LayoutSource, NavItem, PageRoutes, SessionSource } from './pages.ts'

/** Work at fixed times, once in the whole installation however many workers there are. */
export interface ScheduledJob {
  /** `noun.verb` */
  readonly name: string
  /** Minutes between two runs. */
  readonly everyMinutes: number
  run(ctx: Ctx, tools: Tools): Promise<void>
}

/** Does one job. `ctx.viewer` is the system; runs at least once, so it must be repeatable. @throws to be tried again */
export type JobHandler = (ctx: Ctx, payload: unknown, tools: Tools) => Promise<void>

export interface CliOption {
  readonly name: string
  readonly required?: boolean
  /** A switch without a value. */
  readonly flag?: boolean
  /** All that it may be. Default: any text. */
  readonly values?: readonly string[] | ((kinds: readonly AnyKind[]) => readonly string[])
}

/** A command of `npm run cli`. `ctx.viewer` is the system; commands that act for a person make their own viewer. */
export interface CliCommand {
  /** Two words at most: "person create". */
  readonly name: string
  /** Text for people without options, in English (`cli` has one language). */
  readonly summary: string
  readonly options: readonly CliOption[]
  /** Names of positional arguments. */
  readonly args?: readonly string[]
  /** The database is taken as it is, and is not asked anything before `run`. */
  readonly unmigrated?: true
  /** Returns what `--json` prints; a table or object. */
  run(ctx: Ctx, input: Readonly<Record<string, string | true | undefined>>, tools: Tools): Promise<unknown>
}

export interface Feature {
  readonly name: string
  readonly pages?: (routes: PageRoutes) => void
  readonly federation?: FederationDoor
  readonly session?: SessionSource
  readonly layout?: LayoutSource
  readonly listeners?: { readonly [E in EventName]?: Listener<E> }
  /** What the worker does at fixed times. */
  readonly schedule?: readonly ScheduledJob[]
  /** What the worker does when a command or listener added a job of that name (`noun.verb`). */
  readonly jobs?: Readonly<Record<string, JobHandler>>
  readonly cli?: readonly CliCommand[]
  /** Once at every start, when it listens: what people are told only of a plein that is there. Repeatable. */
  readonly opened?: (ctx: Ctx, tools: Tools) => Promise<void>
  readonly nav?: readonly NavItem[]
  readonly texts: Texts
}
