// The market: klussen as lists need them, who is available, saved searches, templates, and the organisation's approval.
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, ContentId, Id, ResponseId } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    klus: KlusTable
    klusExpertise: KlusExpertiseTable
    klusWord: KlusWordTable
    klusTerm: KlusTermTable
    availability: AvailabilityTable
    availabilityExpertise: AvailabilityExpertiseTable
    savedSearch: SavedSearchTable
    klusTemplate: KlusTemplateTable
    klusReview: KlusReviewTable
    klusWork: KlusWorkTable
  }
}

/** What lists filter and sort by: a copy of the item's own data, written by a listener, for local and remote klussen alike. */
export interface KlusTable {
  contentId: ContentId
  purpose: 'request' | 'offer'
  /** 1: one may respond now. */
  open: 0 | 1
  status: string
  /** As it says, or worked out of its hours in total and its dates; null: not known. */
  hoursPerWeek: number | null
  hoursTotal: number | null
  /** Dates (YYYY-MM-DD), which sort as text. */
  starts: string | null
  ends: string | null
  closes: string
  where: 'place' | 'remote' | 'both'
  place: string
  host: string
  published: Instant
  /** Lower case title, summary, result, expertise, place. */
  searchText: string
}

export interface KlusExpertiseTable {
  contentId: ContentId
  /** Lower case. */
  expertise: string
  /** Of the klus, as all that follows, so that one index answers "open, of this expertise, newest first". */
  open: 0 | 1
  published: Instant
  purpose: KlusTable['purpose']
  where: KlusTable['where']
  hoursPerWeek: number | null
}

/** The words of open klussen. */
export interface KlusWordTable {
  /** Lower case. */
  word: string
  contentId: ContentId
}

/** Every word that stands in an open klus, once. */
export interface KlusTermTable {
  word: string
}

/** "Beschikbaar voor klussen": of people here, and of people elsewhere as their plein told it. */
export interface AvailabilityTable {
  personId: ActorId
  hoursPerWeek: number
  /** Who may know: this organisation, or the network. */
  audience: 'organisation' | 'network'
  note: string
  updated: Instant
}

export interface AvailabilityExpertiseTable {
  personId: ActorId
  expertise: string
}

export interface SavedSearchTable {
  id: Id<'savedSearch'>
  personId: ActorId
  name: string
  /** The list's query string, normalised. */
  query: string
  notify: 0 | 1
  created: Instant
}

export interface KlusTemplateTable {
  id: Id<'klusTemplate'>
  name: string
  /** JSON of the form's values. */
  values: string
  ownerId: ActorId
  /** 1: for everybody of this organisation. */
  shared: 0 | 1
  created: Instant
}

/** A klus that waits for, or had, the coordinator's approval. */
export interface KlusReviewTable {
  contentId: ContentId
  state: 'waiting' | 'approved' | 'returned'
  asked: Instant
  decidedBy: ActorId | null
  decided: Instant | null
  words: string
}

/**
 * One agreement about a klus, as the organisation's overview counts it: kept by a listener, for klussen of here and of
 * elsewhere that people of here work on. It names nobody, so it stays when the people are forgotten.
 */
export interface KlusWorkTable {
  responseId: ResponseId
  contentId: ContentId
  /** 1: the klus is of this plein. */
  own: 0 | 1
  /** Which of the two does the work. */
  worker: 'author' | 'respondent'
  workerHost: string
  clientHost: string
  state: string
  /** 1: agreed, and not completed or cancelled. */
  live: 0 | 1
  /** When the klus opened. */
  opened: Instant
  /** When all had signed for the first time. */
  agreed: Instant
  /** Dates (YYYY-MM-DD); `ends` is far away when none was agreed. */
  starts: string | null
  ends: string
  hours: number | null
  /** That were confirmed. */
  hoursDone: number
}
