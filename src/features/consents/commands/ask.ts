// Asking a manager: by the worker himself, or again by the plein when the terms changed.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import { type ActorId, derivedId, type ResponseId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Actor, findActors } from '../../actors/index.ts'
import { emailFault, findAccountByEmail, findAccountOf, tidyEmail } from '../../accounts/index.ts'
import { getCaseOf } from '../../responses/index.ts'
import { type Consent, listConsents, managedHere, mayBeManagerAt, type Need, needOf } from '../queries.ts'
import { type AskForm, consentLimits } from '../rules/consent.ts'
import { domainOf, isSameBox } from '../rules/manager-address.ts'
import type { ConsentId } from '../tables.ts'

const DAY = 86_400_000

/**
 * The worker names his manager, who is then asked by mail.
 * @throws NotFound when the response is not his, Conflict when nothing has to be asked, Invalid
 */
export async function askManager(ctx: Ctx, responseId: string, input: AskForm): Promise<ConsentId> {
  const { personId } = personOf(ctx.viewer)
  const found = await getCaseOf(ctx, responseId)
  if (managedHere(found)?.person.id !== personId) throw new NotFound('response.notFound')
  const need = await needOf(ctx, found)
  if (!need) throw new Conflict('consent.notNeeded')
  const fault = emailFault(tidyEmail(input.email))
  if (fault) throw new Invalid({ email: { code: fault } })
  await checkAddress(ctx, need.person, tidyEmail(input.email))
  const since = ctx.clock.in(-DAY)
  const today = (await listConsents(ctx.db, found.response.id)).filter(({ asked }) => asked > since)
  if (today.length >= consentLimits.asksPerDay) throw new Conflict('consent.askedOften')
  const id = await putConsent(ctx, found.response.id, need, { ...input, locale: ctx.locale })
  // Who was asked stands in the row; the log says that it was done, and where.
  ctx.log.info('a manager was asked for consent', {
    consentId: id,
    personId: need.person.id,
    domain: domainOf(tidyEmail(input.email)),
  })
  return id
}

/** Nobody consents to his own work, and no stranger does. @throws Invalid (email) */
async function checkAddress(ctx: Ctx, person: Actor, email: string): Promise<void> {
  const [own, named] = await Promise.all([findAccountOf(ctx.db, person.id), findAccountByEmail(ctx.db, email)])
  const isOwn = (own && isSameBox(own.email, email)) || named?.personId === person.id
  if (isOwn || (named && (await isNamesake(ctx, person, named.personId))))
    throw new Invalid({ email: { code: 'consent.notYourself' } })
  const domain = domainOf(email)
  if (!(await mayBeManagerAt(ctx, domain)))
    throw new Invalid({ email: { code: 'consent.otherDomain', params: { domain } } })
}

/** A second account of the same person goes by the same name. */
async function isNamesake({ db }: Ctx, person: Actor, otherId: ActorId): Promise<boolean> {
  const [other] = await findActors(db, [otherId])
  const bare = (name: string) => name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
  return other !== undefined && bare(other.name) === bare(person.name)
}

/** A manager, and the language in which he is asked. */
type Asked = AskForm & { readonly locale: Consent['locale'] }

/** Repeatable: the same manager about the same version is one row, and one mail for each time that it is asked. */
export async function putConsent(ctx: Ctx, responseId: ResponseId, need: Need, manager: Asked): Promise<ConsentId> {
  const email = tidyEmail(manager.email)
  const account = await findAccountByEmail(ctx.db, email)
  const id = derivedId<'consent'>(responseId, `${need.version} ${email}`)
  await ctx.transaction(async (tx, emit) => {
    const before = await tx.selectFrom('consent').select('state').where('id', '=', id).executeTakeFirst()
    if (before && before.state !== 'withdrawn') return
    await withdrawWaiting(tx, responseId, ctx.clock.now())
    const row = {
      managerName: manager.name,
      managerAccountId: account && account.disabled === null ? account.id : null,
      state: 'asked' as const,
      words: '',
      asked: ctx.clock.now(),
      reminded: null,
      decided: null,
      locale: manager.locale,
    }
    await tx
      .insertInto('consent')
      .values({ ...row, id, responseId, personId: need.person.id, managerEmail: email, termsVersion: need.version })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
    emit('consent.asked', { consentId: id }, responseId)
  })
  return id
}

/** Whoever was asked about a response needs to answer no more. */
export async function withdrawWaiting(tx: Tx, responseId: ResponseId, now: string): Promise<void> {
  await tx
    .updateTable('consent')
    .set({ state: 'withdrawn', decided: now })
    .where('responseId', '=', responseId)
    .where('state', '=', 'asked')
    .execute()
}

/** That there was consent stays; of whom, and in which words, goes. */
export async function forgetConsents(ctx: Ctx, responseId: ResponseId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx
      .updateTable('consent')
      .set({ managerName: '', managerEmail: '', managerAccountId: null, words: '' })
      .where('responseId', '=', responseId)
      .execute()
  })
}

/** Nothing of them is left. */
export async function eraseConsents(tx: Tx, responseIds: readonly ResponseId[]): Promise<void> {
  if (responseIds.length === 0) return
  await tx.deleteFrom('consent').where('responseId', 'in', responseIds).execute()
}
