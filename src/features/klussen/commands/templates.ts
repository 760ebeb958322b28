// Templates of klussen: one's own, and those of the whole organisation.
import type { Ctx } from '../../../core/context.ts'
import { Invalid, NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import { newId } from '../../../lib/id.ts'
import { copied } from '../rules/writing.ts'
import type { KlusTemplateTable } from '../tables.ts'

export const TEMPLATE_NAME_MAX = 80

export interface TemplateInput {
  readonly name: string
  /** For everybody of this organisation. */
  readonly shared: boolean
  readonly from: { readonly kind: string; readonly title: string; readonly body: string | null; readonly data: unknown }
}

/** Keeps what was typed of a klus, without dates. @throws Invalid (name), Unauthenticated */
export async function saveTemplate(ctx: Ctx, input: TemplateInput): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const name = input.name.trim().replace(/\s+/g, ' ')
  if (name === '') throw new Invalid({ name: { code: 'klussen.template.nameNeeded' } })
  if (name.length > TEMPLATE_NAME_MAX)
    throw new Invalid({ name: { code: 'field.tooLong', params: { max: TEMPLATE_NAME_MAX } } })
  const { title, body, data, kind } = input.from
  const row = {
    id: newId<'klusTemplate'>(),
    name,
    values: JSON.stringify({ title, body: body ?? '', data: copied(ctx.kinds.get(kind), data, '9999-12-31') }),
    ownerId: personId,
    shared: input.shared ? (1 as const) : (0 as const),
    created: ctx.clock.now(),
  }
  await ctx.transaction((tx) => tx.insertInto('klusTemplate').values(row).execute())
}

/** One's own; an administrator's right too for shared ones. @throws Unauthenticated, NotFound */
export async function removeTemplate(ctx: Ctx, id: string): Promise<void> {
  const { personId, admin } = personOf(ctx.viewer)
  const gone = await ctx.transaction((tx) =>
    tx
      .deleteFrom('klusTemplate')
      .where('id', '=', id as KlusTemplateTable['id'])
      .where((eb) => eb.or([eb('ownerId', '=', personId), ...(admin ? [eb('shared', '=', 1)] : [])]))
      .executeTakeFirst(),
  )
  if (gone.numDeletedRows === 0n) throw new NotFound()
}
