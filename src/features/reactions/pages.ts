// The buttons nuttig and delen.
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { paths } from '../../lib/urls.ts'
import { redirect, signedIn } from '../../web/kit.ts'
import { addReaction, removeReaction } from './commands.ts'
import { getSubject } from './queries.ts'
import type { ReactionType } from './rules.ts'

export function reactionPages(routes: PageRoutes): void {
  for (const base of ['/item', '/comment']) {
    routes.post(`${base}/:id/like`, (request) => react(request, 'like', true))
    routes.post(`${base}/:id/unlike`, (request) => react(request, 'like', false))
    routes.post(`${base}/:id/share`, (request) => react(request, 'share', true))
    routes.post(`${base}/:id/unshare`, (request) => react(request, 'share', false))
  }
}

async function react(request: PageRequest, type: ReactionType, on: boolean): Promise<PageAnswer> {
  signedIn(request)
  const subjectId = request.params['id'] ?? ''
  const { content, comment } = await getSubject(request.ctx, subjectId)
  await (on ? addReaction : removeReaction)(request.ctx, { subjectId, type })
  const back = comment
    ? `${paths.item(content.id)}?comment=${comment.id}#comment-${comment.id}`
    : `${paths.item(content.id)}#actions`
  return redirect(back, type === 'share' ? (on ? 'reactions.flash.shared' : 'reactions.flash.unshared') : undefined)
}
