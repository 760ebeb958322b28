// What the organisation decides about its klussen, saved together: a fault in one of them changes none.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, Invalid } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import { putManagerDomains } from '../../consents/index.ts'
import { mayAdminister, putSetting } from '../../instances/index.ts'
import { putKeepMonths } from '../../responses/index.ts'
import { type Approval, APPROVAL } from '../rules/approval.ts'
import { dropWaiting } from './place.ts'

export interface KlussenSettings {
  /** Whether klussen are approved, and by whom. */
  readonly approval: Approval
  /** Which addresses managers have, as typed; absent: as it was. */
  readonly domains?: string | undefined
  /** How long what is between people is kept; absent: as it was. */
  readonly months?: number | undefined
}

/**
 * Administrators. When nothing is approved any more, what waits for it is its author's again; `klus.reviewDropped` follows.
 * @throws Forbidden, Invalid (coordinators) when it is on and there is nobody, Invalid (domains, months)
 */
export async function setKlussenSettings(ctx: Ctx, { approval, domains, months }: KlussenSettings): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  if (approval.on && approval.coordinators.length === 0)
    throw new Invalid({ coordinators: { code: 'klussen.approval.nobody' } })
  const ofManagers = await ctx.transaction(async (tx, emit) => {
    await putSetting(tx, APPROVAL, approval)
    if (!approval.on) await dropWaiting(ctx, tx, emit)
    if (months !== undefined) await putKeepMonths(ctx, tx, months)
    return domains === undefined ? undefined : putManagerDomains(ctx, tx, domains)
  })
  if (ofManagers)
    ctx.log.info('the domains of managers were set', { byId: actorOf(ctx.viewer) ?? 'system', domains: ofManagers })
}
