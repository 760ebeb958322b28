// A person's notifications, and whom to tell how.
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { preparedFor } from '../../core/prepared-for.ts'
import { type LocalPerson, personOf } from '../../core/viewer.ts'
import type { Instant } from '../../lib/clock.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'
import { excerpt } from '../../lib/html.ts'
import type { ActorId, ContentId } from '../../lib/id.ts'
import { paths } from '../../lib/urls.ts'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import { togetherByKey } from '../../platform/db/together.ts'
import type { Comment } from '../comments/index.ts'
import { listContentByIds, visibleTo } from '../content/index.ts'
import { type ActorCard, listCards } from '../people/index.ts'
import type { MailSetting, NotificationId } from './rules.ts'
import type { NotificationTable, NotificationType } from './tables.ts'

export type NotificationRow = Selectable<NotificationTable>

/** A line as it is shown. */
export interface NotificationView {
  readonly id: NotificationId
  readonly type: NotificationType
  /** Who did something last. */
  readonly actor: ActorCard
  /** Title or first words of the thread, or name of the group or person. */
  readonly subject: string
  readonly path: string
  /** Text key of what happened, with {name} and {subject}. */
  readonly words: string
  /** How often since it was last read, in all and by type. */
  readonly count: number
  readonly counts: Readonly<Partial<Record<NotificationType, number>>>
  readonly unread: boolean
  readonly updated: Instant
}

/** The viewer's own, newest first; without those about what he may not see (any more). */
export async function listNotifications(ctx: Ctx, page: PageInput): Promise<Page<NotificationView>> {
  const { personId } = personOf(ctx.viewer)
  const after = unpack(page.after)
  let query = ctx.db.selectFrom('notification').selectAll().where('personId', '=', personId)
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('updated', 'id'), '<', eb.tuple(after.time, after.id as NotificationId)))
  }
  const rows = await query
    .orderBy('updated', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.updated, id: row.id }))
  return { items: await viewsOf(ctx, found.items), next: found.next }
}

/** As the viewer may see them; what he may not see is left out. */
export async function viewsOf(ctx: Ctx, rows: readonly NotificationRow[]): Promise<readonly NotificationView[]> {
  const [items, cards, counts] = await Promise.all([
    listContentByIds(
      ctx,
      rows.flatMap((row) => row.contentId ?? []),
    ),
    listCards(
      ctx.db,
      rows.flatMap((row) => [row.actorId, ...(row.subjectActorId ? [row.subjectActorId] : [])]),
    ),
    countCauses(
      ctx.db,
      rows.map((row) => row.id),
    ),
  ])
  return rows.flatMap((row): NotificationView[] => {
    const actor = cards.get(row.actorId)
    const item = row.contentId ? items.get(row.contentId) : undefined
    const about = row.subjectActorId ? cards.get(row.subjectActorId) : undefined
    const { id, type, count, updated } = row
    const shown = { id, type, actor, count, counts: counts.get(id) ?? {}, unread: row.read === null, updated }
    if (actor && row.path) {
      return [{ ...shown, actor, path: row.path, subject: row.subject ?? '', words: row.words ?? wordsOf(type) }]
    }
    if (!actor || (row.contentId ? !item : !about)) return []
    const subject = item ? item.title || excerpt(item.summary, 80) : (about?.name ?? '')
    const path = item ? paths.item(item.id) : row.type === 'follow' ? actor.path : pathOf(row.type, about)
    return [{ ...shown, actor, subject, path, words: wordsOf(type) }]
  })
}

function wordsOf(type: NotificationType): string {
  return `notifications.did.${type}`
}

function pathOf(type: NotificationType, about: ActorCard | undefined): string {
  if (!about) return paths.start
  return type === 'request' ? `${about.path}/members` : about.path
}

async function countCauses(db: Db, ids: readonly NotificationId[]) {
  const counts = new Map<NotificationId, Partial<Record<NotificationType, number>>>()
  if (ids.length === 0) return counts
  const rows = await db
    .selectFrom('notificationCause')
    .select((eb) => ['notificationId', 'type', eb.fn.countAll().as('count')])
    .where('notificationId', 'in', ids)
    .groupBy(['notificationId', 'type'])
    .execute()
  for (const { notificationId, type, count } of rows) {
    if (notificationId) counts.set(notificationId, { ...counts.get(notificationId), [type]: Number(count) })
  }
  return counts
}

const unreadCount = preparedFor((db, viewer, { personId }: { personId: ActorId }, ownHost) =>
  db
    .selectFrom('notification')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('personId', '=', personId)
    .where('read', 'is', null)
    .where((eb) =>
      eb.or([
        eb('contentId', 'is', null),
        eb(
          'contentId',
          'in',
          eb
            .selectFrom('content')
            .select('content.id')
            .where('content.id', 'in', (own) =>
              own
                .selectFrom('notification as unread')
                .where('unread.personId', '=', personId)
                .where('unread.read', 'is', null)
                .where('unread.contentId', 'is not', null)
                .select((id) => id.ref('unread.contentId').$notNull().as('id')),
            )
            .where(visibleTo(viewer, ownHost) as never),
        ),
      ]),
    ),
)

/** For the layout: unread lines about what the viewer may see. */
export async function countUnread(ctx: Ctx): Promise<number> {
  if (ctx.viewer.type !== 'person') return 0
  const row = await unreadCount.first(ctx, { personId: ctx.viewer.personId })
  return Number(row?.count ?? 0)
}

/** Whosever it is: the caller checks that it is the viewer's. */
export function findNotification(db: Db, id: NotificationId): Promise<NotificationRow | undefined> {
  return db.selectFrom('notification').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Somebody of this plein who can be told. */
export interface Recipient {
  readonly viewer: LocalPerson
  readonly email: string
  readonly name: string
  readonly locale: 'nl' | 'en' | null
  readonly mail: MailSetting
}

const recipients = prepared((db, { keys }: { keys: readonly ActorId[] }) =>
  db
    .selectFrom('account')
    .innerJoin('actor', 'actor.id', 'account.personId')
    .leftJoin('notificationSetting', 'notificationSetting.personId', 'account.personId')
    .select(['account.id', 'account.personId', 'account.admin', 'account.email', 'account.locale', 'actor.name'])
    .select('notificationSetting.mail')
    .where('account.personId', 'in', keys)
    .where('account.disabled', 'is', null),
)
const recipient = togetherByKey(recipients, (row) => row.personId)
/** More than these are a question by themselves: all members of a group. */
const FEW = 8

/** Of these actors those who have an account here that is in use. */
export async function listRecipients(db: Db, ids: readonly ActorId[]): Promise<readonly Recipient[]> {
  const keys = [...new Set(ids)]
  const rows =
    keys.length > FEW
      ? await recipients.all(db, { keys })
      : (await Promise.all(keys.map((id) => recipient(db, id)))).flat()
  return rows.map((row) => ({
    viewer: { type: 'person', personId: row.personId, accountId: row.id, admin: row.admin === 1 },
    email: row.email,
    name: row.name,
    locale: row.locale,
    mail: row.mail ?? 'at-once',
  }))
}

/** Who of here commented under an item before this comment came, each once: whoever came later has read it. */
export async function listEarlier(
  db: Db,
  { id, contentId, published }: Pick<Comment, 'id' | 'contentId' | 'published'>,
): Promise<ActorId[]> {
  const rows = await participants(db, contentId)
  return rows.filter(({ first }) => first < published + id).map(({ authorId }) => authorId)
}

/** Who of here commented under an item, with moment and id of the first comment. */
const participants = togetherByKey(
  prepared((db, { keys }: { keys: readonly ContentId[] }) =>
    db
      .selectFrom('comment')
      .select((eb) => [
        'contentId',
        'authorId',
        sql<string>`min(${eb.ref('published')} || ${eb.ref('id')})`.as('first'),
      ])
      .where('contentId', 'in', keys)
      .where('state', '=', sql.lit('published'))
      .where('local', '=', sql.lit(1))
      .groupBy(['contentId', 'authorId']),
  ),
  (row) => row.contentId,
)

/** How a person wants mail; at once when he never said. */
export async function mailSettingOf(db: Db, personId: ActorId): Promise<MailSetting> {
  const row = await db
    .selectFrom('notificationSetting')
    .select('mail')
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row?.mail ?? 'at-once'
}
