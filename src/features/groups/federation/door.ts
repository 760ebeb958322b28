// What groups say to and hear from other servers.
import type { FederationDoor } from '../../../core/federation.ts'
import { documents } from './documents.ts'
import { inbox } from './inbox.ts'
import { outbox } from './outbox.ts'

export const federation: FederationDoor = {
  documents,
  inbox,
  outbox,
  context: { lemmy: 'https://join-lemmy.org/ns#', postingRestrictedToMods: 'lemmy:postingRestrictedToMods' },
}
