// Klussen that are kept no longer as they are: which of them lose their people now.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { KLUS, NEVER } from '../rules/facts.ts'

/** As many as are given at once. */
export const LONG_OVER = 100

export interface Before {
  readonly before: Instant
  /** In the order of their ids. */
  readonly after: ContentId
}

/** Klussen whose last day to respond has long passed, with nobody on them who is not forgotten. */
export function listLongOver({ db }: Ctx, { before, after }: Before) {
  return db
    .selectFrom('klus')
    .innerJoin('content', 'content.id', 'klus.contentId')
    .select(['content.id', 'content.local'])
    .where('content.state', '=', 'published')
    .where('content.anonymised', 'is', null)
    .where((eb) => eb.or([eb('klus.closes', '<', before.slice(0, 10)), eb('klus.closes', '=', NEVER)]))
    .where('content.published', '<', before)
    .where((eb) => eb.or([eb('content.edited', 'is', null), eb('content.edited', '<', before)]))
    .where((eb) => eb.not(eb.exists(notForgotten(eb as never))))
    .where('klus.contentId', '>', after)
    .orderBy('klus.contentId')
    .limit(LONG_OVER)
    .execute()
}

/** The same of those that a manager took away: they are in no index of klussen. */
export function listLongHidden({ db }: Ctx, { before, after }: Before) {
  return (
    db
      .selectFrom('content')
      .select(['content.id', 'content.local'])
      // As in the index.
      .where('content.state', '=', sql.lit('hidden'))
      .where('content.anonymised', 'is', null)
      .where('content.kind', '=', KLUS)
      .where('content.published', '<', before)
      .where((eb) => eb.or([eb('content.edited', 'is', null), eb('content.edited', '<', before)]))
      .where((eb) => eb.not(eb.exists(closesAfter(eb, before.slice(0, 10)))))
      .where((eb) => eb.not(eb.exists(notForgotten(eb))))
      .where('content.id', '>', after)
      .orderBy('content.id')
      .limit(LONG_OVER)
      .execute()
  )
}

function closesAfter(eb: ExpressionBuilder<Tables, 'content'>, day: string) {
  return eb
    .selectFrom('contentFacet')
    .select('contentFacet.name')
    .whereRef('contentFacet.contentId', '=', 'content.id')
    .where('contentFacet.name', '=', 'closes')
    .where('contentFacet.text', '>=', day)
}

function notForgotten(eb: ExpressionBuilder<Tables, 'content'>) {
  return eb
    .selectFrom('response')
    .select('response.id')
    .whereRef('response.contentId', '=', 'content.id')
    .where('response.forgotten', 'is', null)
}

/** Items that are gone, with responses to them that are forgotten; some of them, the rest for the next time. */
export function listGoneBefore({ db }: Ctx) {
  return db
    .selectFrom('response')
    .innerJoin('content', 'content.id', 'response.contentId')
    .select('response.contentId')
    .distinct()
    .where('response.forgotten', 'is not', null)
    .where('content.state', '=', 'deleted')
    .orderBy('response.contentId')
    .limit(LONG_OVER)
    .execute()
}
