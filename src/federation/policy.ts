// Who may knock at all: blocked hosts, and the allowlist.
import type { KnownHost } from '../core/federation.ts'
import { Untrusted } from './errors.ts'
import type { Frame } from './frame.ts'

/** @throws Untrusted when the host is blocked, or not on the list where only listed ones may. */
export function checkHost(mode: Frame['mode'], host: KnownHost | undefined): void {
  if (host?.trust === 'blocked') throw new Untrusted('this server is blocked here')
  if (mode === 'allowlist' && host?.trust !== 'allowed') throw new Untrusted('this server is not on the list here')
}

/** May anything go to or come from that host? */
export async function mayTalkTo(frame: Frame, host: string): Promise<boolean> {
  if (frame.mode === 'off') return false
  const known = await frame.hosts.find(frame.ctx, host)
  return frame.mode === 'allowlist' ? known?.trust === 'allowed' : known?.trust !== 'blocked'
}
