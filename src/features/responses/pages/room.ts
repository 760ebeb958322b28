// Which room of the main navigation a response belongs to: that of its item.
import type { Ctx } from '../../../core/context.ts'

export function roomOf({ kinds }: Pick<Ctx, 'kinds'>, kind: string): { current?: string } {
  const room = kinds.find(kind)?.room
  return room === undefined ? {} : { current: room }
}
