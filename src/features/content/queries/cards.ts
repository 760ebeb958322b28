// Items with everything a card shows: who, which group, what kind, tags, picture. One query each, however many items.
import type { Ctx } from '../../../core/context.ts'
import type { KindViews } from '../../../core/kind.ts'
import type { Audience } from '../../../core/access.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ContentId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { type GroupCard, listGroupCards } from '../../groups/index.ts'
import { mediaOf } from '../../media/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import type { Brief } from './list.ts'
import { type TagOf, tagsOf } from './parts.ts'

/** What `views/content/card.tsx` draws. */
export interface ContentCard {
  readonly id: ContentId
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly published: Instant
  readonly commentCount: number
  readonly likeCount: number
  readonly audience: Audience
  /** Undefined only when the author's row is gone. */
  readonly author: ActorCard | undefined
  readonly group: GroupCard | undefined
  readonly icon: string
  /** Text key of the word for what it is. */
  readonly word: string
  readonly tags: readonly TagOf[]
  readonly picture: { readonly path: string; readonly alt: string } | undefined
  /** The kind's own line, and what it is drawn from. */
  readonly own: { readonly data: unknown; readonly Brief: NonNullable<KindViews<unknown>['Brief']> } | undefined
}

/** What lists show of these items, in their order. The caller has checked that the viewer may see them. */
export async function cardsOf(ctx: Ctx, items: readonly Brief[]): Promise<readonly ContentCard[]> {
  const ids = items.map((item) => item.id)
  const [authors, groups, tags, pictures] = await Promise.all([
    listCards(
      ctx.db,
      items.map((item) => item.authorId),
    ),
    listGroupCards(
      ctx.db,
      items.flatMap((item) => item.groupId ?? []),
    ),
    tagsOf(ctx.db, ids),
    mediaOf(ctx.db, ids),
  ])
  return items.map((item) => {
    const { id, title, summary, language, published, commentCount, likeCount, audience } = item
    const picture = pictures.get(id)?.find((one) => one.kept)
    return {
      id,
      title,
      summary,
      language,
      published,
      commentCount,
      likeCount,
      audience,
      ...faceOf(ctx, item),
      path: paths.item(id),
      author: authors.get(item.authorId),
      group: item.groupId ? groups.get(item.groupId) : undefined,
      tags: tags.get(id) ?? [],
      own: ownOf(ctx, item),
      picture: picture && { path: paths.media(picture.id, 'small'), alt: picture.alt },
    }
  })
}

function ownOf(ctx: Ctx, item: Brief): ContentCard['own'] {
  const Brief = ctx.kinds.find(item.kind)?.views?.Brief
  return Brief && { data: item.data, Brief }
}

/** Icon, and text key of the word that says what it is. */
export function faceOf(ctx: Ctx, item: Pick<Brief, 'kind' | 'data'>): { icon: string; word: string } {
  const kind = ctx.kinds.find(item.kind)
  return { icon: kind?.icon ?? 'file-text', word: kind?.label?.(item.data) ?? `${item.kind}.name` }
}
