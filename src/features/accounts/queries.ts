// Reads of accounts, sessions and invitations.
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { Forbidden, NotFound } from '../../core/errors.ts'
import { type LocalPerson, personOf } from '../../core/viewer.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'
import type { Instant } from '../../lib/clock.ts'
import { type ActorId, isId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import { mayAdminister } from '../instances/index.ts'
import { SESSION_IDLE_MILLIS, tidyEmail, tokenHash } from './rules.ts'
import type { AccountTable, InvitationTable, SessionTable } from './tables.ts'

export type Account = Selectable<AccountTable>
export type Invitation = Selectable<InvitationTable>
export type Session = Selectable<SessionTable>

/** In whatever case the address is written; also a disabled account. */
export function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
  return db.selectFrom('account').selectAll().where('email', '=', tidyEmail(email)).executeTakeFirst()
}

/** Does somebody sign in here with an address at this domain? Every address was invited by an administrator. */
export async function hasAccountAt(db: Db, domain: string): Promise<boolean> {
  const part = `%@${domain.toLowerCase().replace(/[\\%_]/g, '\\$&')}`
  const row = await db
    .selectFrom('account')
    .select('id')
    .where(sql<boolean>`"email" like ${part} escape '\\'`)
    .where('disabled', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Also a disabled account; undefined for people elsewhere. */
export function findAccountOf(db: Db, personId: ActorId): Promise<Account | undefined> {
  return db.selectFrom('account').selectAll().where('personId', '=', personId).executeTakeFirst()
}

/**
 * The person as viewer, for the command line and tests.
 * @param who id of the person, e-mail address, or handle.
 * @throws NotFound `account.notFound`, also when the account is disabled.
 */
export async function personViewer(db: Db, who: string): Promise<LocalPerson> {
  const row = await db
    .selectFrom('account')
    .innerJoin('actor', 'actor.id', 'account.personId')
    .select(['account.id', 'account.personId', 'account.admin'])
    .where('account.disabled', 'is', null)
    .$if(isId(who), (query) => query.where('account.personId', '=', who as ActorId))
    .$if(!isId(who) && who.lastIndexOf('@') > 0, (query) => query.where('account.email', '=', tidyEmail(who)))
    .$if(!isId(who) && who.lastIndexOf('@') <= 0, (query) =>
      query.where('actor.handle', '=', who.replace(/^@/, '').toLowerCase()).where('actor.local', '=', 1),
    )
    .executeTakeFirst()
  if (!row) throw new NotFound('account.notFound')
  return { type: 'person', personId: row.personId, accountId: row.id, admin: row.admin === 1 }
}

const sessionById = prepared((db, { id, now, seen }: { id: Session['id']; now: Instant; seen: Instant }) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .select(['session.id', 'session.lastSeen', 'account.id as accountId'])
    .select(['account.personId', 'account.admin', 'account.locale'])
    .where('session.id', '=', id)
    .where('session.expires', '>', now)
    .where('session.lastSeen', '>', seen)
    .where('account.disabled', 'is', null),
)

/** The session behind a token with its account; undefined when it is over or the account is disabled. */
export function findSession({ db, clock }: Ctx, token: string) {
  return sessionById.first(db, { id: tokenHash(token), now: clock.now(), seen: clock.in(-SESSION_IDLE_MILLIS) })
}

/** The viewer's own sessions that still hold, newest first; at most 100. @throws Unauthenticated */
export function listSessions(ctx: Ctx): Promise<Session[]> {
  const { accountId } = personOf(ctx.viewer)
  return ctx.db
    .selectFrom('session')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('expires', '>', ctx.clock.now())
    .where('lastSeen', '>', ctx.clock.in(-SESSION_IDLE_MILLIS))
    .orderBy('created', 'desc')
    .limit(100)
    .execute()
}

/** The link's row when it may still be used; undefined otherwise. */
export function findInvitation(
  ctx: Ctx,
  token: string,
  purpose: Invitation['purpose'],
): Promise<Invitation | undefined> {
  return ctx.db
    .selectFrom('invitation')
    .selectAll()
    .where('tokenHash', '=', tokenHash(token))
    .where('purpose', '=', purpose)
    .where('used', 'is', null)
    .where('expires', '>', ctx.clock.now())
    .executeTakeFirst()
}

/** A link that still works, by its id. */
export function findInvitationById(ctx: Ctx, id: Invitation['id']): Promise<Invitation | undefined> {
  return ctx.db
    .selectFrom('invitation')
    .selectAll()
    .where('id', '=', id)
    .where('used', 'is', null)
    .where('expires', '>', ctx.clock.now())
    .executeTakeFirst()
}

/** Invitations that nobody used yet, newest first; at most 100. Administrators. @throws Forbidden */
export function listInvitations(ctx: Ctx): Promise<Invitation[]> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  return ctx.db
    .selectFrom('invitation')
    .selectAll()
    .where('purpose', '=', 'account')
    .where('used', 'is', null)
    .where('expires', '>', ctx.clock.now())
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/** What administrators see of accounts: never the hash. */
export type AccountLine = Omit<Account, 'passwordHash'>

/** Accounts, newest first. Administrators. @throws Forbidden */
export async function listAccounts(ctx: Ctx, page: PageInput, search = ''): Promise<Page<AccountLine>> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const after = unpack(page.after)
  const part = search.trim().toLowerCase()
  const rows = await ctx.db
    .selectFrom('account')
    .innerJoin('person', 'person.actorId', 'account.personId')
    .select(['account.id', 'account.personId', 'account.email', 'account.admin', 'account.locale'])
    .select(['account.disabled', 'account.created', 'account.lastSeen'])
    .$if(after !== undefined, (query) => query.where('account.id', '<', (after?.id ?? '') as Account['id']))
    .$if(part !== '', (query) =>
      query.where((eb) =>
        eb.or([
          eb(eb.fn('lower', ['account.email']), 'like', `%${part}%`),
          eb('person.searchText', 'like', `%${part}%`),
        ]),
      ),
    )
    .orderBy('account.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.id }))
}

/** Accounts that can sign in; honest count for NodeInfo and the overview. */
export async function countAccounts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('disabled', 'is', null)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
