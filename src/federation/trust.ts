// Whom to believe about what (FEP-fe34, FEP-1b12; FEDERATION.md, "Whom we believe"). Pure: claims and standing in, a course of action out.

/** How the activity came to us. */
export type Standing =
  /** Signed by its actor (or by its actor's server), or proven by its actor's own key. */
  | 'said'
  /** Inside an Announce of a group that lives here or that somebody here follows. */
  | 'wrapped'
  /** Brought by anybody else, without a proof. */
  | 'hint'

/** What to do with it. */
export type Course =
  /** Go on, with the object as it stands there. */
  | 'believe'
  /** Go on with the object as its own server gives it. */
  | 'fetch'
  /** Go on only if the object's own server says that it is gone. */
  | 'check'
  | 'refuse'

/** An activity in origins; undefined: not there, or no http(s) IRI. */
export interface Claim {
  readonly type: string
  /** Undefined when the activity has no id, or one that is no URI. */
  readonly idOrigin: string | undefined
  readonly actorIri: string
  readonly actorOrigin: string | undefined
  readonly objectIri: string | undefined
  readonly objectOrigin: string | undefined
  /** Type of the embedded object. */
  readonly objectType: string | undefined
  /** Origin of who wrote the embedded object. */
  readonly authorOrigin: string | undefined
  /** `actor` of the embedded activity (Undo). */
  readonly objectActorIri: string | undefined
  /** Origin of the one whose signature was checked. */
  readonly signerOrigin: string | undefined
  /** The actor is a moderator of the group that it is about, or of that group's origin. */
  readonly moderator: boolean
}

export interface Verdict {
  readonly course: Course
  /** Delete: the actor is of the object's origin, or a moderator. Others: a moderator (or of the group's origin). */
  readonly mayModerate: boolean
  /** For the log. */
  readonly reason: string
}

type Class = 'content' | 'removal' | 'opinion' | 'undo' | 'moderation' | 'personal' | 'share' | 'unknown'

const classes: Readonly<Record<string, Class>> = {
  Create: 'content',
  Update: 'content',
  Delete: 'removal',
  Like: 'opinion',
  Dislike: 'opinion',
  EmojiReact: 'opinion',
  ChooseAnswer: 'opinion',
  Undo: 'undo',
  Lock: 'moderation',
  Unlock: 'moderation',
  Add: 'moderation',
  Remove: 'moderation',
  Block: 'moderation',
  Move: 'moderation',
  Follow: 'personal',
  Accept: 'personal',
  TentativeAccept: 'personal',
  Reject: 'personal',
  TentativeReject: 'personal',
  Ignore: 'personal',
  Join: 'personal',
  Leave: 'personal',
  Invite: 'personal',
  Offer: 'personal',
  Flag: 'personal',
  QuoteRequest: 'personal',
  Announce: 'share',
}

type Rule = (claim: Claim, mayModerate: boolean) => Course

const believe: Rule = () => 'believe'
const fetch: Rule = () => 'fetch'
const check: Rule = () => 'check'
const refuse: Rule = () => 'refuse'
/** The object is on the speaker's own server, and so is who wrote it. */
const ownOnly: Rule = (claim) => (isOwn(claim) ? 'believe' : 'refuse')
/** The one who signed is of the object's own server: no need to ask there. */
const signedAtOrigin: Rule = (claim) =>
  isOwn(claim) && claim.objectType !== undefined && claim.signerOrigin === claim.objectOrigin ? 'believe' : 'fetch'
const moderatorOrGone: Rule = (_, mayModerate) => (mayModerate ? 'believe' : 'check')
/** Anybody can wrap words in the author's name: the wrapper counts for its own moderators and its own server only. */
const wrappedRemoval: Rule = (claim, mayModerate) =>
  claim.moderator || (mayModerate && claim.signerOrigin === claim.objectOrigin) ? 'believe' : 'check'
const moderatorOnly: Rule = (_, mayModerate) => (mayModerate ? 'believe' : 'refuse')
/** One takes back what one did oneself; moderators take back what moderators did. */
const ownUndo: Rule = (claim, mayModerate) => {
  if (claim.objectActorIri === undefined || claim.objectActorIri === claim.actorIri) return 'believe'
  return mayModerate && classOf(claim.objectType) === 'moderation' ? 'believe' : 'refuse'
}
const wrappedUndo: Rule = (claim, mayModerate) => {
  const undone = classOf(claim.objectType)
  if (undone === 'moderation' || undone === 'removal') return mayModerate ? 'believe' : 'refuse'
  return undone === 'opinion' || claim.objectType === undefined ? ownUndo(claim, mayModerate) : 'refuse'
}

/** THE table: class of activity × how it came → rule. */
const rules: Readonly<Record<Class, Readonly<Record<Standing, Rule>>>> = {
  content: { said: ownOnly, wrapped: signedAtOrigin, hint: fetch },
  removal: { said: moderatorOrGone, wrapped: wrappedRemoval, hint: check },
  opinion: { said: believe, wrapped: believe, hint: refuse },
  undo: { said: ownUndo, wrapped: wrappedUndo, hint: refuse },
  moderation: { said: believe, wrapped: moderatorOnly, hint: refuse },
  personal: { said: believe, wrapped: refuse, hint: refuse },
  share: { said: believe, wrapped: refuse, hint: refuse },
  unknown: { said: believe, wrapped: refuse, hint: refuse },
}

/** The class of an activity type, by which it is judged; `unknown` for types that are in no class. */
export function classOf(type: string | undefined): Class {
  return (type !== undefined && Object.hasOwn(classes, type) ? classes[type] : undefined) ?? 'unknown'
}

/** Types whose verdict asks who moderates: only for these it need be looked up. */
export function asksForModerators(
  claim: Pick<Claim, 'type' | 'objectType' | 'objectOrigin' | 'actorOrigin'>,
  standing: Standing,
): boolean {
  const kind = classOf(claim.type)
  if (kind === 'removal') return standing === 'wrapped' || claim.objectOrigin !== claim.actorOrigin
  return kind === 'moderation' || (kind === 'undo' && ['moderation', 'removal'].includes(classOf(claim.objectType)))
}

/** The one decision. */
export function judge(claim: Claim, standing: Standing): Verdict {
  const refused = (reason: string): Verdict => ({ course: 'refuse', mayModerate: false, reason })
  if (claim.actorOrigin === undefined) return refused('its actor is no address')
  if (claim.idOrigin !== undefined && claim.idOrigin !== claim.actorOrigin) {
    return refused('its id is of another origin than its actor')
  }
  const kind = classOf(claim.type)
  if (standing !== 'said' && claim.idOrigin === undefined) return refused('what is passed on needs an id')
  // A server takes away what is its own, whoever of its people says so. All else takes a moderator.
  const isOwnRemoval =
    kind === 'removal' && claim.objectOrigin !== undefined && claim.objectOrigin === claim.actorOrigin
  const mayModerate = claim.moderator || isOwnRemoval
  const course = rules[kind][standing](claim, mayModerate)
  return { course, mayModerate: course !== 'refuse' && mayModerate, reason: `${claim.type}, ${standing}: ${course}` }
}

function isOwn(claim: Claim): boolean {
  return (
    claim.objectOrigin !== undefined &&
    claim.objectOrigin === claim.actorOrigin &&
    (claim.authorOrigin === undefined || claim.authorOrigin === claim.actorOrigin)
  )
}
