// What a kind may draw of a response itself, where bar, moves, history and talk are not enough.
import type { ComponentChildren } from 'preact'
import type { Instant } from '../lib/clock.ts'
import type { Translate } from '../platform/i18n/texts.ts'
import type { Side } from './flow.ts'

/** What a kind draws of a response itself: terms, hours, reviews. Stands between the thing to do now and the talk. */
export interface ResponseViewProps<State extends string = string, Data = unknown, Subject = unknown> {
  readonly t: Translate
  readonly now: Instant
  /** Of the response: pages of the kind's own may hang below it. */
  readonly path: string
  /** Where one asks one's manager, and where the agreement can be printed. */
  readonly links: { readonly askManager: string; readonly agreement: string }
  readonly side: Side
  readonly state: State
  /** As far as this side may know it. */
  readonly data: Data
  readonly subject: Subject
  readonly item: { readonly title: string; readonly path: string }
  readonly author: { readonly name: string; readonly organisation: string }
  readonly respondent: { readonly name: string; readonly organisation: string }
  /**
   * Moves that this side can make now, to be drawn where they belong (null: he cannot); the page leaves those out that
   * are asked for. `values` go along unseen, over those that the move begins with: which line of hours it is about.
   */
  move(name: string, values?: Readonly<Record<string, string>>): ComponentChildren
  /** Name of the manager whom the viewer asked for consent, and who has not answered yet. */
  readonly managerAsked: string | undefined
  /** Own moves that wait for the other plein. */
  readonly pending: readonly { readonly move: string; readonly payload: unknown; readonly made: Instant }[]
}
