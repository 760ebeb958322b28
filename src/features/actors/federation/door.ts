// What this room gives to the ActivityPub frame.
import type { FederationDoor } from '../../../core/federation.ts'
import { documents } from './documents.ts'
import { inbox } from './inbox.ts'
import { outbox } from './outbox.ts'
import { actors } from './source.ts'

export const federation: FederationDoor = { actors, documents, inbox, outbox }
