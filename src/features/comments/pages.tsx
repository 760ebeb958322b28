// Commenting from the web: adding, changing, taking away.
import { NotFound } from '../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { actorOf } from '../../core/viewer.ts'
import { type CommentId, type ContentId, isId } from '../../lib/id.ts'
import { z } from '../../lib/schema.ts'
import { paths } from '../../lib/urls.ts'
import { form, page, redirect, signedIn } from '../../web/kit.ts'
import { formState } from '../../../views/ds/index.ts'
import { EditComment } from '../../../views/comments/edit.tsx'
import { ConfirmRemove } from '../../../views/content/remove.tsx'
import { addComment } from './commands/add.ts'
import { editComment } from './commands/edit.ts'
import { deleteComment, mayDelete, restoreComment } from './commands/remove.ts'
import { findComment, getComment } from './queries.ts'
import { commentLimits } from './rules.ts'

const schema = z.object({
  body: z
    .string()
    .max(commentLimits.body, 'field.tooLong')
    .refine((text) => text.trim() !== '', 'field.required'),
  parent: z.string().optional(),
})

export function commentPages(routes: PageRoutes): void {
  routes.post('/item/:id/comment', add)
  routes.get('/comment/:id/edit', edit)
  routes.post('/comment/:id/edit', edit)
  routes.get('/comment/:id/delete', askDelete)
  routes.post('/comment/:id/delete', remove)
  routes.post('/comment/:id/restore', restore)
}

async function add(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  const contentId = (request.params['id'] ?? '') as ContentId
  return form(request, {
    schema,
    // What is wrong is told in a form of its own, with what was typed.
    show: (values, faults) =>
      page(
        t('comments.form.label'),
        <EditComment t={t} state={formState(t, values, faults)} cancel={paths.item(contentId)} />,
      ),
    submit: async ({ body, parent }) => {
      const id = await addComment(ctx, { contentId, body, parentId: (parent as CommentId | undefined) ?? null })
      return redirect(`${paths.item(contentId)}?comment=${id}#comment-${id}`, 'comments.flash.placed')
    },
  })
}

async function edit(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  const { comment } = await getComment(ctx, request.params['id'] ?? '')
  if (comment.authorId !== actorOf(ctx.viewer)) throw new NotFound('comment.notFound')
  const back = paths.comment(comment.contentId, comment.id)
  return form(request, {
    schema,
    initial: { body: comment.body ?? '' },
    show: (values, faults) =>
      page(t('comments.edit.title'), <EditComment t={t} state={formState(t, values, faults)} cancel={back} />),
    submit: async ({ body }) => {
      await editComment(ctx, comment.id, { body })
      return redirect(back, 'comments.flash.saved')
    },
  })
}

async function askDelete(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t } = request
  const { comment } = await getComment(ctx, request.params['id'] ?? '')
  if (!(await mayDelete(ctx, comment))) throw new NotFound('comment.notFound')
  const heading = t('comments.remove.title')
  const cancel = paths.comment(comment.contentId, comment.id)
  const own = comment.authorId === actorOf(ctx.viewer)
  const text = t(own ? 'comments.remove.text' : 'comments.remove.textHide')
  const view = { t, heading, text, button: t('comments.remove.button'), cancel }
  return page(heading, <ConfirmRemove {...view} />)
}

/** Its author lands at the comments; a manager at the place of this one, where he can undo it. */
async function remove(request: PageRequest): Promise<PageAnswer> {
  const { personId } = signedIn(request)
  const { comment } = await getComment(request.ctx, request.params['id'] ?? '')
  await deleteComment(request.ctx, comment.id)
  if (comment.authorId !== personId)
    return redirect(paths.comment(comment.contentId, comment.id), 'comments.flash.hidden')
  return redirect(`${paths.item(comment.contentId)}#comments`, 'comments.flash.deleted')
}

/** POST /comment/:id/restore: brings back what a manager took away. */
async function restore(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, params } = request
  const comment = isId(params['id'] ?? '') ? await findComment(ctx.db, params['id'] ?? '') : undefined
  if (!comment) throw new NotFound('comment.notFound')
  await restoreComment(ctx, comment.id)
  return redirect(paths.comment(comment.contentId, comment.id), 'comments.flash.restored')
}
