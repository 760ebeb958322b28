// The organisation says which addresses managers may have.
import type { Ctx } from '../../../core/context.ts'
import { Invalid, NotFound } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import { mayAdminister, putSetting } from '../../instances/index.ts'
import { MANAGER_DOMAINS, MOST_DOMAINS, readDomains } from '../rules/manager-address.ts'

/**
 * @param text domains as typed; empty: as it is when nobody says anything
 * @throws NotFound for who may not, Invalid (domains)
 */
export async function setManagerDomains(ctx: Ctx, text: string): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new NotFound()
  const { domains, wrong } = readDomains(text)
  if (wrong !== undefined) throw new Invalid({ domains: { code: 'consent.badDomain', params: { domain: wrong } } })
  if (domains.length > MOST_DOMAINS)
    throw new Invalid({ domains: { code: 'consent.manyDomains', params: { most: MOST_DOMAINS } } })
  await ctx.transaction((tx) => putSetting(tx, MANAGER_DOMAINS, domains))
  ctx.log.info('the domains of managers were set', { byId: actorOf(ctx.viewer) ?? 'system', domains })
}
