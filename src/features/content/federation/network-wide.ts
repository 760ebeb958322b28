// What was placed for the whole network before another plein was known, or knew us, goes to it as soon as it is.
import type { Ctx } from '../../../core/context.ts'
import type { OutboxRules, Outgoing } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { type Actor, findActor, findActorByIri } from '../../actors/index.ts'
import type { OwnActor } from '../../instances/index.ts'
import { listContent } from '../queries/list.ts'
import { objectOf, readsOf } from '../queries/wire.ts'

/** Most items of one kind that a plein gets when it is met: those with the latest activity. */
const MAX_ITEMS = 500

/** Update, not Create: whoever has it already has it as it is now. */
export const networkWideOutbox: OutboxRules = {
  'instance.met': (ctx, { payload }) => allFor(ctx, payload),
}

async function allFor(ctx: Ctx, { host, iri }: OwnActor): Promise<readonly Outgoing[]> {
  const to = await findActorByIri(ctx.db, iri)
  if (!to || to.gone) return []
  const asHost: Ctx = { ...ctx, viewer: { type: 'remote', host, allowed: true } }
  const said: Outgoing[] = []
  for (const { name } of ctx.kinds.all.filter((kind) => kind.networkWide)) {
    const { items } = await listContent(asHost, { kind: name, local: true }, { limit: MAX_ITEMS })
    for (const item of items) if (item.groupId === null) said.push(...(await updateOf(ctx, item, to)))
  }
  return said
}

async function updateOf(ctx: Ctx, content: Content, to: Actor): Promise<readonly Outgoing[]> {
  const author = await findActor(ctx.db, content.authorId)
  if (!author?.local || author.gone) return []
  const reads = readsOf(ctx, content)
  const object = await objectOf(ctx, content)
  const activity = { type: 'Update', actor: author.iri, to: object['to'], cc: object['cc'], object }
  return [
    {
      slot: `met-${content.id}`,
      actorId: author.id,
      objectIri: content.iri,
      activity: { ...activity, published: content.edited ?? content.published },
      to: { actors: [to.id], allowedOnly: true, ...(reads ? { reads } : {}) },
    },
  ]
}
