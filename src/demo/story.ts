// What the demo tells, as types: pleinen with people and groups, and threads that run between them.

/** Short names of the three pleinen. */
export type PleinName = 'lindewaarde' | 'vechtdal' | 'merenland'

export interface PleinStory {
  readonly name: PleinName
  readonly organisation: string
  /** gemeente, waterschap, provincie. */
  readonly type: string
  /** Design tokens of its own, as CSS; absent: the look that comes along. */
  readonly theme?: string
  /** First name of the administrator. */
  readonly admin: string
  readonly people: readonly PersonStory[]
  readonly groups: readonly GroupStory[]
}

export interface PersonStory {
  /** Unique in the whole demo: how threads name people. */
  readonly handle: string
  readonly name: string
  readonly jobTitle: string
  readonly unit: string
  readonly topics: readonly string[]
  readonly about: string
  readonly face: Face
  /** For klussen: hours a week, and a line about it. */
  readonly available?: { readonly hoursPerWeek: number; readonly note: string }
}

/** How somebody is drawn. */
export interface Face {
  readonly skin: 'light' | 'tan' | 'brown' | 'dark'
  readonly hair: 'short' | 'bob' | 'long' | 'curly' | 'bun' | 'bald' | 'scarf' | 'grey'
  readonly colour: string
  readonly clothes: string
  readonly glasses?: boolean
  readonly beard?: boolean
}

export interface GroupStory {
  /** Unique in the whole demo. */
  readonly handle: string
  readonly name: string
  readonly about: string
  /** Handle of who made it. */
  readonly owner: string
  /** Handles of members, of any plein. */
  readonly members: readonly string[]
}

export interface ThreadStory {
  /** Handle of the group; absent: on one's own profile. */
  readonly group?: string
  readonly author: string
  readonly form?: 'blog' | 'nieuws' | 'discussie' | 'praktijkverhaal' | 'dit-ging-mis' | 'signaal'
  readonly title: string
  /** Markdown. `{@handle}` mentions somebody. */
  readonly body: string
  readonly audience?: 'public' | 'network' | 'organisation' | 'group'
  /** Days before now. */
  readonly daysAgo: number
  readonly pinned?: boolean
  readonly comments?: readonly CommentStory[]
  /** Handles of who found it useful. */
  readonly likes?: readonly string[]
}

export interface KlusStory {
  readonly author: string
  /** Handle of the group; absent: in none. */
  readonly group?: string
  readonly title: string
  readonly body: string
  readonly audience?: 'public' | 'network'
  readonly daysAgo: number
  /** Days after now. */
  readonly closesIn: number
  readonly startsIn: number
  readonly endsIn: number
  /** By the schema of the kind, without dates. */
  readonly data: Readonly<Record<string, string | number | boolean | readonly string[]>>
  readonly responses?: readonly ResponseStory[]
}

/** What happens between who placed a klus and one other, in the order of time. */
export interface ResponseStory {
  readonly with: string
  readonly steps: readonly ResponseStep[]
}

/** Who is meant: who placed the klus, or the other. */
export type Part = 'author' | 'other'

export type ResponseStep = { readonly daysAgo: number } &
  /** By the schema of the move; what its form begins with need not be said. */
  (
    | {
        readonly by: Part
        readonly move: string
        readonly payload?: Readonly<Record<string, string | number | boolean>>
      }
    | { readonly by: Part; readonly says: string }
    /** Who works names a colleague as manager. */
    | { readonly by: Part; readonly asks: string }
    /** The manager of who works answers. */
    | { readonly by: Part; readonly manager: 'given' | 'conditional' | 'refused'; readonly words?: string }
  )

export interface CommentStory {
  readonly author: string
  readonly body: string
  /** Number of the comment of this thread that it answers, from 0; absent: the post itself. */
  readonly answers?: number
}
