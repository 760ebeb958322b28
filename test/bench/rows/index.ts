// All rows, in the order in which they are played: the stage grows between them.
import type { Row } from '../measure.ts'
import type { Stage } from '../stage.ts'
import { deliveryEd25519, deliveryRsa } from './delivery.ts'
import { inbound, inboundWrapped } from './inbound.ts'
import { actorDocument, grownGroupPage, groupPage, publicPage, smallGroupPage, threadPage } from './pages.ts'
import { klussen } from './klussen.ts'
import { placing } from './placing.ts'
import { standing } from './standing.ts'

export type Measure = (stage: Stage) => Promise<Row | Row[]>

/** With a thousand posts. */
export const first = { placing, standing, smallGroupPage, klussen }
/** With a hundred thousand. */
export const main = {
  actorDocument,
  groupPage,
  publicPage,
  threadPage,
  inbound,
  inboundWrapped,
  deliveryRsa,
  deliveryEd25519,
}
/** With a million. */
export const last = { grownGroupPage }
