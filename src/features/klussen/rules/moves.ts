// Which moves a klus itself can make, and what it becomes. Pure.
import type { ContentId } from '../../../lib/id.ts'
import type { Own } from './writing.ts'

declare module '../../../core/events.ts' {
  interface Events {
    /** Its last day to respond is over. */
    'klus.expired': { contentId: ContentId }
    /** It does not go on, in the author's words: whatever still goes on about it ends. */
    'klus.cancelled': { contentId: ContentId; words: string }
  }
}

export type KlusMove = 'close' | 'reopen' | 'withdraw' | 'cancel' | 'expire'

const from: Readonly<Record<KlusMove, readonly string[]>> = {
  close: ['open', 'filled'],
  reopen: ['closed', 'expired', 'withdrawn'],
  withdraw: ['open', 'closed', 'expired'],
  cancel: ['open', 'filled', 'closed', 'expired'],
  expire: ['open'],
}

/** Those that fit its status; who responded is never left without a reason. */
export function movesOn(data: Own): readonly KlusMove[] {
  const responded = data['responded'] === true
  return (Object.keys(from) as KlusMove[])
    .filter((name) => from[name].includes(String(data['status'])))
    .filter((name) => (name === 'withdraw' ? !responded : name !== 'cancel' || responded))
}

export function statusAfter(data: Own, move: KlusMove): string {
  if (move === 'reopen') return Number(data['placesLeft']) > 0 ? 'open' : 'filled'
  return { close: 'closed', withdraw: 'withdrawn', cancel: 'cancelled', expire: 'expired' }[move]
}
