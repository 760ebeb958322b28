// Keeps the index of klussen in step with the items.
import type { Listener } from '../../core/events.ts'
import { indexKlussen } from './commands/index-klus.ts'

export const whenContentPublished: Listener<'content.published'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

export const whenContentEdited: Listener<'content.edited'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])

export const whenContentDeleted: Listener<'content.deleted'> = (ctx, event) =>
  indexKlussen(ctx, [event.payload.contentId])
