// Which room of the main navigation a response belongs to, that of its item, and the way back to it.
import type { Crumb, PageOptions, PageRequest } from '../../../core/pages.ts'

/** @param below what stands between the room and the page */
export function roomOf(
  { ctx, t }: Pick<PageRequest, 'ctx' | 't'>,
  kind: string,
  below: readonly Crumb[] = [],
): Pick<PageOptions, 'current' | 'breadcrumbs'> {
  const room = ctx.kinds.find(kind)?.room
  if (!room) return { breadcrumbs: below }
  return { current: room.name, breadcrumbs: [{ label: t(`nav.${room.name}`), href: room.path }, ...below] }
}
