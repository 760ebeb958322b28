// The page of an item with its thread.
import type { GroupAccess } from '../../../core/access.ts'
import type { VNode } from 'preact'
import type { Content } from '../../../core/kind.ts'
import type { PageAnswer, PageOptions, PageRequest } from '../../../core/pages.ts'
import { actorOf } from '../../../core/viewer.ts'
import { excerpt } from '../../../lib/html.ts'
import { paths } from '../../../lib/urls.ts'
import { page, roomOf } from '../../../web/kit.ts'
import { type FormValues, formState } from '../../../../views/ds/index.ts'
import { type CommentView, Thread } from '../../../../views/comments/thread.tsx'
import { ShowContent } from '../../../../views/content/show.tsx'
import { Fits } from '../../../../views/klussen/card.tsx'
import { Panel } from '../../../../views/responses/panel.tsx'
import { findComment, getThreadFrom, type ThreadNode, threadOf, type ThreadPage } from '../../comments/index.ts'
import { askPath, hasManagerToAsk } from '../../consents/index.ts'
import { findGroup, mayManage, mayReplyIn } from '../../groups/index.ts'
import { mediaOf, type Picture } from '../../media/index.ts'
import { markThreadRead } from '../../notifications/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import { reactionsOf, type ReactionSummary } from '../../reactions/index.ts'
import { fitFor } from '../../klussen/index.ts'
import { type Panel as ResponsePanel, panelFor } from '../../responses/index.ts'
import { cardsOf } from '../queries/cards.ts'
import { keptBecause } from '../commands/remove.ts'
import { findHidden } from '../queries/hidden.ts'
import { isRevised, pinnedAmong } from '../queries/parts.ts'
import { findContent, getContent } from '../queries/read.ts'
import { isOpenly } from '../rules/distribution.ts'
import { showHidden } from './act.tsx'
import { readersOf } from './write.tsx'

const COMMENTS = 50

/** GET /item/:id (?reply=, ?comment=, ?after=). */
export async function showItem(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  const id = request.params['id'] ?? ''
  const content = await findContent(ctx, id)
  if (content) return drawItem(request, content)
  const hidden = await findHidden(ctx, id)
  if (hidden) return showHidden(request, hidden)
  return drawItem(request, await getContent(ctx, id))
}

async function drawItem(request: PageRequest, content: Content): Promise<PageAnswer> {
  const { ctx, t, query } = request
  await markThreadRead(ctx, content.id)
  const group = content.groupId ? await findGroup(ctx, content.groupId) : undefined
  const [card] = await cardsOf(ctx, [content])
  if (!card) throw new Error('an item without a card')
  const readers = await readersOf(request, content.audience, group)
  const kind = ctx.kinds.get(content.kind)
  const found = await getThreadFrom(ctx, content.id, {
    after: query['after'],
    around: query['comment'] ?? query['reply'],
    limit: COMMENTS,
  })
  const reactions = await reactionsOf(ctx, [content.id, ...found.items.map((comment) => comment.id)])
  const mine = reactions.get(content.id)
  const pictures = (await mediaOf(ctx.db, [content.id])).get(content.id) ?? []
  const may = await rightsOf(request, content, group)
  const thread =
    content.state === 'published'
      ? await drawThread(request, { content, found, reactions, readers, manage: may.manage })
      : null
  const panel = await panelFor(ctx, content)
  const body = (
    <ShowContent
      t={t}
      now={ctx.clock.now()}
      item={{ ...card, likeCount: mine?.likes ?? card.likeCount }}
      html={content.html}
      kind={kind}
      values={(content.data ?? {}) as Readonly<Record<string, unknown>>}
      pictures={pictures.map(pictureOf)}
      edited={content.edited && (await isRevised(ctx.db, content.id)) ? content.edited : null}
      state={content.state}
      readers={readers}
      pinned={(await pinnedAmong(ctx.db, [content.id])).has(content.id)}
      elsewhere={content.local ? undefined : content.url}
      reactions={{ likes: mine?.likes ?? 0, like: mine?.mine.like ?? false, share: mine?.mine.share ?? false }}
      may={may}
      thread={thread}
      fit={panel?.mayRespond && (await fitOn(request, content))}
      responds={panel?.mine !== undefined}
      responseStates={panel?.responses?.map(({ state }) => state)}
      agreements={panel?.agreements}
      panel={panel && (await drawPanel(request, content, panel))}
    />
  )
  return page(content.title || excerpt(content.summary, 60) || t(card.word), body, optionsOf(request, content, group))
}

async function drawPanel({ ctx, t }: PageRequest, content: Content, panel: ResponsePanel): Promise<VNode> {
  const { mine } = panel
  // What else is left for him to do comes first.
  const isIdle = mine && !mine.moves.some(({ how }) => how === 'first')
  const askManager = isIdle && (await hasManagerToAsk(ctx, mine.id)) ? askPath(mine.id) : undefined
  return <Panel t={t} now={ctx.clock.now()} itemPath={paths.item(content.id)} panel={panel} askManager={askManager} />
}

/** In words how much of what is asked the viewer has in his profile. */
async function fitOn({ ctx, t }: PageRequest, content: Content): Promise<VNode | null> {
  const fit = await fitFor(ctx, content)
  return fit ? <Fits t={t} fit={fit} named={false} /> : null
}

function optionsOf(
  request: PageRequest,
  content: Content,
  group: { name: string; path: string; access: GroupAccess } | undefined,
): PageOptions {
  const isPublic = content.state === 'published' && isOpenly({ audience: content.audience, group })
  const inGroup = group && [
    { label: request.t('content.show.groups'), href: '/groups' },
    { label: group.name, href: group.path },
  ]
  return {
    ...(isPublic ? { public: true, description: excerpt(content.summary, 200), activityIri: content.iri } : {}),
    canonical: content.url,
    ...roomOf(request, content.kind),
    ...(inGroup ? { breadcrumbs: inGroup } : {}),
  }
}

function pictureOf(picture: Picture) {
  const { alt, width, height, kept, remoteUrl } = picture
  return { path: paths.media(picture.id), alt, width, height, remote: kept ? undefined : (remoteUrl ?? undefined) }
}

async function rightsOf({ ctx }: PageRequest, content: Content, group: { access: GroupAccess } | undefined) {
  const person = ctx.viewer.type === 'person'
  const own = content.authorId === actorOf(ctx.viewer)
  const admin = ctx.viewer.type === 'person' && ctx.viewer.admin
  const manage =
    person && (admin || (content.groupId !== null && (await mayManage(ctx.db, ctx.viewer, content.groupId))))
  const remove = own && keptBecause(ctx, content) === undefined
  const share = isOpenly({ audience: content.audience, group })
  return { react: person, share, edit: own && content.local, remove, manage }
}

interface ThreadParts {
  readonly content: Content
  readonly found: ThreadPage
  readonly reactions: ReadonlyMap<string, ReactionSummary>
  readonly readers: string
  readonly manage: boolean
}

/** What stands on one page is counted there: the number that is kept follows a moment after a comment is placed. */
function countOf({ content, found }: ThreadParts): number {
  const isWhole = found.fromStart && found.next === undefined
  return isWhole ? found.items.filter(({ state }) => state === 'published').length : content.commentCount
}

async function drawThread(request: PageRequest, parts: ThreadParts): Promise<VNode> {
  const { ctx, t, query } = request
  const { content, found } = parts
  const cards = await listCards(
    ctx.db,
    found.items.map((comment) => comment.authorId),
  )
  const kept: FormValues = request.kept ?? {}
  const mayComment = content.groupId === null || (await mayReplyIn(ctx.db, ctx.viewer, content.groupId))
  const viewer = actorOf(ctx.viewer)
  function viewOf({ comment, answers, replies }: ThreadNode): CommentView {
    const author: ActorCard | undefined = comment.state === 'published' ? cards.get(comment.authorId) : undefined
    const mine = viewer !== undefined && comment.authorId === viewer
    const { id, html, language, published, edited } = comment
    const reaction = parts.reactions.get(id)
    return {
      id,
      html,
      language,
      published,
      edited,
      author,
      shown: comment.state === 'published',
      likes: reaction?.likes ?? comment.likeCount,
      liked: reaction?.mine.like ?? false,
      answers: answers && { id: answers.id, name: cards.get(answers.authorId)?.name ?? '' },
      mayEdit: mine && comment.local,
      mayRemove: mine || parts.manage,
      mayRestore: comment.state === 'hidden' && parts.manage,
      replies: replies.map(viewOf),
    }
  }
  const replyTo = query['reply'] ? await findComment(ctx.db, query['reply']) : undefined
  return (
    <Thread
      t={t}
      now={ctx.clock.now()}
      itemPath={paths.item(content.id)}
      count={countOf(parts)}
      comments={threadOf(found.items).map(viewOf)}
      next={found.next && `${paths.item(content.id)}?after=${found.next}`}
      replyTo={replyTo?.contentId === content.id ? replyTo.id : undefined}
      state={formState(t, kept, {})}
      mayComment={mayComment && ctx.viewer.type === 'person'}
      signedIn={ctx.viewer.type === 'person'}
      readers={parts.readers}
    />
  )
}
