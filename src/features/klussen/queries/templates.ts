// Templates that the viewer may begin with, and his earlier klussen.
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import type { ActorId } from '../../../lib/id.ts'
import { listContent } from '../../content/index.ts'
import { KLUS } from '../rules/facts.ts'
import type { Own } from '../rules/writing.ts'
import type { KlusTemplateTable } from '../tables.ts'

export interface KlusTemplate {
  readonly id: KlusTemplateTable['id']
  readonly name: string
  readonly ownerId: ActorId
  readonly shared: boolean
  readonly values: { readonly title: string; readonly body: string; readonly data: Own }
}

/** One's own and the shared ones, newest first; at most 100. */
export async function listTemplates(ctx: Ctx): Promise<readonly KlusTemplate[]> {
  if (ctx.viewer.type !== 'person') return []
  const { personId } = ctx.viewer
  const rows = await ctx.db
    .selectFrom('klusTemplate')
    .selectAll()
    .where((eb) => eb.or([eb('ownerId', '=', personId), eb('shared', '=', 1)]))
    .orderBy('created', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ id, name, ownerId, shared, values }) => {
    return { id, name, ownerId, shared: shared === 1, values: JSON.parse(values) as KlusTemplate['values'] }
  })
}

/** The viewer's last klussen, for copying. */
export async function listEarlier(ctx: Ctx): Promise<readonly Content[]> {
  if (ctx.viewer.type !== 'person') return []
  const filter = { authorId: ctx.viewer.personId, kind: KLUS, local: true }
  return (await listContent(ctx, filter, { limit: 10 })).items
}
