// Words for who may see and who may do.

/** Who can read an item: iedereen, het netwerk, mijn organisatie, de groep, alleen ik. Widest first. */
export const audiences = ['public', 'network', 'organisation', 'group', 'private'] as const
export type Audience = (typeof audiences)[number]

/** How one becomes a member: by oneself, after approval, or only when asked (and then the group cannot be found). */
export const groupAccesses = ['open', 'closed', 'hidden'] as const
export type GroupAccess = (typeof groupAccesses)[number]

/** lid, beheerder. */
export const groupRoles = ['member', 'manager'] as const
export type GroupRole = (typeof groupRoles)[number]

/** A draft is its author's alone; a deleted item keeps its row as a tombstone; a hidden one was taken away by a manager. */
export const contentStates = ['draft', 'published', 'hidden', 'deleted'] as const
export type ContentState = (typeof contentStates)[number]
