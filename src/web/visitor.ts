// Who opens an address of another door in a browser: the same session as on the pages.
import type { IncomingMessage } from 'node:http'
import type { Ctx } from '../core/context.ts'
import type { SessionSource } from '../core/pages.ts'
import { guest, type Viewer } from '../core/viewer.ts'
import { cookiesOf } from './cookies.ts'

/** @param ctx of a guest */
export function visitorSource(
  origin: string,
  session: SessionSource | undefined,
  ctx: Ctx,
): (request: IncomingMessage) => Promise<Viewer> {
  const cookies = cookiesOf(origin)
  return async (request) => {
    const token = cookies.read(request, 'session')
    const found = token === undefined ? undefined : await session?.resolve(ctx, token)
    return found?.viewer ?? guest
  }
}
