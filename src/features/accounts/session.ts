// From a session's token to the viewer, for the HTML frame.
import type { SessionSource } from '../../core/pages.ts'
import { isSetUp } from '../instances/index.ts'
import { touchSession } from './commands/sign-in.ts'
import { findSession } from './queries.ts'

export const session: SessionSource = {
  async resolve(ctx, token) {
    const found = await findSession(ctx, token)
    if (!found) return undefined
    await touchSession(ctx, found)
    const { personId, accountId } = found
    return {
      sessionId: found.id,
      viewer: { type: 'person', personId, accountId, admin: found.admin === 1 },
      locale: found.locale ?? undefined,
    }
  },
  isSetUp: (ctx) => isSetUp(ctx.db),
}
