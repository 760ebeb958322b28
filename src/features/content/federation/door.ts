// What this room does on the wire. Documents of items stand with the comments, which share their addresses.
import type { FederationDoor } from '../../../core/federation.ts'
import { countLocalContent } from '../queries/read.ts'
import { contentInbox } from './inbox.ts'
import { networkWideOutbox } from './network-wide.ts'
import { contentForgets, contentOutbox } from './outbox.ts'

/** Our own terms; the prefix keeps them apart from everybody else's. */
export const contentFederation: FederationDoor = {
  inbox: contentInbox,
  outbox: { ...contentOutbox, ...networkWideOutbox },
  forgets: contentForgets,
  context: { dwv: 'https://w3id.org/dwarsverband/ns#' },
  usage: async (ctx) => ({ localPosts: await countLocalContent(ctx.db) }),
}
