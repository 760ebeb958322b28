// The finished klussen that a person of this plein shows on his profile, with the review of the other one.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { ActorId, ContentId, ResponseId } from '../../../lib/id.ts'
import { findActors } from '../../actors/index.ts'
import { listContentByIds } from '../../content/index.ts'
import { KLUS } from '../rules/facts.ts'
import { CHOICE, REVIEWED, shownReview, type ShownReview } from '../rules/shown.ts'

/** More are not looked at; the last ones are. */
const LOOKED_AT = 200
const MAX_SHOWN = 20

export interface ShownKlus extends ShownReview {
  readonly responseId: ResponseId
  readonly contentId: ContentId
  readonly title: string
}

/**
 * Last finished first. For who is signed in here, and of klussen that he may see himself; of people elsewhere nothing:
 * what they chose is for their own plein to show.
 */
export async function listShownKlussen(ctx: Ctx, personId: ActorId): Promise<readonly ShownKlus[]> {
  if (ctx.viewer.type !== 'person') return []
  const [person] = await findActors(ctx.db, [personId])
  if (person?.local !== 1 || person.gone !== null) return []
  const rows = await choicesOf(ctx, personId)
  const items = await listContentByIds(
    ctx,
    rows.map((row) => row.contentId),
  )
  const seen = new Set<ResponseId>()
  const shown = rows.flatMap((row): ShownKlus[] => {
    const { id: responseId, contentId, state, respondentId } = row
    // Only the last choice counts.
    if (seen.has(responseId)) return []
    seen.add(responseId)
    const item = items.get(contentId)
    if (item?.kind !== KLUS) return []
    const side = respondentId === personId ? 'respondent' : 'author'
    const about = { side, chosen: JSON.parse(row.payload) as unknown } as const
    const found = shownReview({ state, data: JSON.parse(row.data) as unknown }, about)
    return found ? [{ ...found, responseId, contentId, title: item.title }] : []
  })
  return shown.slice(0, MAX_SHOWN)
}

/** The choices that this person made, the last one first. */
function choicesOf({ db }: Ctx, personId: ActorId) {
  return (
    db
      .selectFrom('responseStep')
      .innerJoin('response', 'response.id', 'responseStep.responseId')
      .select(['response.id', 'response.contentId', 'response.state', 'response.data', 'response.respondentId'])
      .select('responseStep.payload')
      .where('responseStep.actorId', '=', personId)
      // As in the index.
      .where('responseStep.move', '=', sql.lit(CHOICE))
      .where('response.state', '=', REVIEWED)
      .where('response.forgotten', 'is', null)
      .orderBy('responseStep.made', 'desc')
      .orderBy('responseStep.id', 'desc')
      .limit(LOOKED_AT)
      .execute()
  )
}
