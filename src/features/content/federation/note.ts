// The note beside an item, of which the item's own plein speaks: in by the author's word, out byte for byte by our group.
import type { Ctx } from '../../../core/context.ts'
import type { Forward, Incoming, Outgoing } from '../../../core/federation.ts'
import { noteSaid } from '../commands/note.ts'
import { findNoted, findRemoved } from '../queries/said.ts'
import { placeOf, readsOf } from '../queries/wire.ts'
import { companionIri, itemOfCompanion } from '../rules/companion.ts'
import type { ContentNoteSaid } from '../rules/content.ts'
import { distribution, travels } from '../rules/distribution.ts'

/** An Update or Delete of a note, by who wrote the item; undefined when it is about no note that we know of. */
export async function aboutNote(
  ctx: Ctx,
  incoming: Incoming,
  type: ContentNoteSaid['type'],
): Promise<'done' | undefined> {
  const iri = incoming.objectIri && itemOfCompanion(incoming.objectIri)
  const row = iri ? await findNoted(ctx.db, iri) : undefined
  if (!row || row.local === 1 || row.authorId !== incoming.actor.id || !readsOf(ctx, row)) return undefined
  // An item that was hidden here stays away from our followers; a note that was fetched has no bytes to pass on.
  if (incoming.fetched || row.groupId === null || (type === 'Update' && row.state !== 'published')) return 'done'
  await noteSaid(ctx, { contentId: row.id, type, activityIri: incoming.id })
  return 'done'
}

/** To the followers of our group that know the note and not the item. */
export async function passNoteOn(ctx: Ctx, payload: ContentNoteSaid): Promise<readonly (Outgoing | Forward)[]> {
  const row = await findRemoved(ctx.db, payload.contentId)
  const reads = row && readsOf(ctx, row)
  if (!row || !reads || !travels(row.audience)) return []
  if (payload.type === 'Update' && row.state !== 'published') return []
  return distribution({
    place: await placeOf(ctx, row),
    objectIri: companionIri(row.iri),
    source: { activityIri: payload.activityIri },
    reads: { ...reads, yes: false },
    tail: '-note',
  })
}
