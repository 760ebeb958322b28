// What this room does on the wire; documents of items stand here too, as they share their addresses with comments.
import type { FederationDoor } from '../../../core/federation.ts'
import { countLocalComments } from '../queries.ts'
import { threadDocuments } from './documents.ts'
import { commentsInbox } from './inbox.ts'
import { commentsForgets, commentsOutbox } from './outbox.ts'

export const commentsFederation: FederationDoor = {
  documents: threadDocuments,
  inbox: commentsInbox,
  outbox: commentsOutbox,
  forgets: commentsForgets,
  usage: async (ctx) => ({ localComments: await countLocalComments(ctx.db) }),
}
