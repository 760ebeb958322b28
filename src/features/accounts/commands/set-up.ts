// The first administrator: by the one-time link of the first start, or on the command line.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts'
import type { AccountId, ActorId } from '../../../lib/id.ts'
import { isSetUp, putSetting } from '../../instances/index.ts'
import { checkedOrganisationName, putOwnOrganisation } from '../../organisations/index.ts'
import { findInvitation } from '../queries.ts'
import { addAccount, type NewAccount, prepareAccount } from './create.ts'
import { addLink, useLink } from './tokens.ts'

export interface SetUpInput extends NewAccount {
  readonly organisation: string
  readonly organisationType?: string | null
  /** Of the one-time link; the command line needs none. */
  readonly token?: string
}

/**
 * A fresh one-time link for the first administrator; earlier ones stop working.
 * @returns the path with the token; undefined when the plein was set up already.
 */
export async function issueSetUpLink(ctx: Ctx): Promise<string | undefined> {
  return ctx.transaction(async (tx) => {
    if (await isSetUp(tx)) return undefined
    await tx.deleteFrom('invitation').where('purpose', '=', 'setup').execute()
    const { token } = await addLink(ctx, tx, { purpose: 'setup', admin: true })
    return `/setup?token=${token}`
  })
}

/**
 * Names the organisation and makes its first administrator, once. System, or whoever has the link.
 * @throws Forbidden (wrong or old link), Conflict `account.alreadySetUp`, Invalid, Conflict (handle)
 */
export async function setUp(ctx: Ctx, input: SetUpInput): Promise<{ accountId: AccountId; personId: ActorId }> {
  if (await isSetUp(ctx.db)) throw new Conflict('account.alreadySetUp')
  const link = input.token ? await findInvitation(ctx, input.token, 'setup') : undefined
  if (!link && ctx.viewer.type !== 'system') throw new Forbidden('account.linkOver')
  const { organisation, prepared } = await checkTogether(input)
  return ctx.transaction(async (tx) => {
    if (await isSetUp(tx)) throw new Conflict('account.alreadySetUp')
    if (link && !(await useLink(ctx, tx, link.id))) throw new Forbidden('account.linkOver')
    const type = input.organisationType ?? null
    await putOwnOrganisation(tx, ctx.clock, { host: ctx.config.hostName, name: organisation, type })
    const made = await addAccount(ctx, tx, { ...prepared, admin: true })
    await putSetting(tx, 'setUp', true)
    return made
  })
}

async function organisationName(input: SetUpInput): Promise<string> {
  return checkedOrganisationName(input.organisation)
}

/** Faults of both halves of the form at once. */
async function checkTogether(input: SetUpInput) {
  const [organisation, prepared] = await Promise.allSettled([organisationName(input), prepareAccount(input)])
  const faults = [organisation, prepared].flatMap((part) =>
    part.status === 'rejected' ? [part.reason as unknown] : [],
  )
  const fields = faults.flatMap((fault) => (fault instanceof Invalid ? [fault.fields] : []))
  if (faults.length > fields.length) throw faults.find((fault) => !(fault instanceof Invalid))
  if (organisation.status === 'rejected' || prepared.status === 'rejected') {
    throw new Invalid(Object.assign({}, ...fields) as Invalid['fields'])
  }
  return { organisation: organisation.value, prepared: prepared.value }
}
