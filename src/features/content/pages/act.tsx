// What one does with an item: delete it (after asking), pin it, take it off.
import { Forbidden } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { actorOf } from '../../../core/viewer.ts'
import { excerpt } from '../../../lib/html.ts'
import { paths } from '../../../lib/urls.ts'
import { page, redirect, signedIn } from '../../../web/kit.ts'
import { HiddenContent } from '../../../../views/content/hidden.tsx'
import { ConfirmRemove, KeptContent } from '../../../../views/content/remove.tsx'
import { findGroup, mayManage } from '../../groups/index.ts'
import { pinContent, unpinContent } from '../commands/pin.ts'
import { deleteContent, hideContent, keptBecause, restoreContent } from '../commands/remove.ts'
import { getContent } from '../queries/read.ts'
import type { ContentId } from '../../../lib/id.ts'

/** GET /item/:id/delete: asks first; what cannot be deleted any more is not asked about. */
export async function askDelete(request: PageRequest): Promise<PageAnswer> {
  const { t } = request
  const { content, own } = await removable(request)
  const kept = own ? keptBecause(request.ctx, content) : undefined
  if (kept) return showKept(request, content, kept)
  const part = own ? 'delete' : 'hide'
  const heading = t(`content.${part}.title`)
  const text = t(`content.${part}.text`, { title: content.title || content.summary.slice(0, 60) })
  const cancel = paths.item(content.id)
  return page(
    heading,
    <ConfirmRemove t={t} heading={heading} text={text} button={t(`content.${part}.button`)} cancel={cancel} />,
  )
}

/** Why it stays, and the way back to it, where one finds what can be done instead. */
function showKept({ t }: PageRequest, content: Content, because: string): PageAnswer {
  const heading = t('content.kept.title')
  const back = { href: paths.item(content.id), label: t('content.kept.back') }
  return page(heading, <KeptContent heading={heading} text={t(because)} back={back} />, { status: 409 })
}

/** POST /item/:id/delete: its author deletes, a manager hides and lands where he can undo that. */
export async function remove(request: PageRequest): Promise<PageAnswer> {
  const { content, own } = await removable(request)
  if (!own) {
    await hideContent(request.ctx, content.id)
    return redirect(paths.item(content.id))
  }
  const group = content.groupId ? await findGroup(request.ctx, content.groupId) : undefined
  await deleteContent(request.ctx, content.id)
  return redirect(group?.path ?? paths.start, 'content.flash.deleted')
}

/** What a manager sees in the place of an item that was taken away: that it is, and the way back. */
export async function showHidden(request: PageRequest, content: Content): Promise<PageAnswer> {
  const { ctx, t } = request
  const group = content.groupId ? await findGroup(ctx, content.groupId) : undefined
  const onward = group
    ? { href: group.path, label: t('content.hidden.toGroup') }
    : { href: paths.start, label: t('error.action.start') }
  const title = content.title || excerpt(content.summary, 60)
  const body = <HiddenContent t={t} title={title} path={paths.item(content.id)} onward={onward} />
  const groups = { label: t('content.show.groups'), href: '/groups' }
  const breadcrumbs = group && [groups, { label: group.name, href: group.path }]
  return page(t('content.hidden.title'), body, breadcrumbs ? { breadcrumbs } : {})
}

/** POST /item/:id/restore: brings back what was hidden. */
export async function restore(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const id = (request.params['id'] ?? '') as ContentId
  await restoreContent(request.ctx, id)
  return redirect(paths.item(id), 'content.flash.restored')
}

async function removable(request: PageRequest) {
  const person = signedIn(request)
  const content = await getContent(request.ctx, request.params['id'] ?? '')
  const own = content.authorId === actorOf(request.ctx.viewer)
  const manages =
    person.admin || (content.groupId !== null && (await mayManage(request.ctx.db, person, content.groupId)))
  if (!own && !manages) throw new Forbidden('content.mayNotManage')
  return { content, own }
}

/** POST /item/:id/pin and /item/:id/unpin. */
export async function pin(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const content = await getContent(request.ctx, request.params['id'] ?? '')
  await pinContent(request.ctx, content.id)
  return redirect(paths.item(content.id), 'content.flash.pinned')
}

export async function unpin(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const content = await getContent(request.ctx, request.params['id'] ?? '')
  await unpinContent(request.ctx, content.id)
  return redirect(paths.item(content.id), 'content.flash.unpinned')
}
