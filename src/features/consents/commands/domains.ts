// The organisation says which addresses managers may have.
import type { Ctx } from '../../../core/context.ts'
import { Invalid, NotFound } from '../../../core/errors.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { mayAdminister, putSetting } from '../../instances/index.ts'
import { MANAGER_DOMAINS, MAX_DOMAINS, readDomains } from '../rules/manager-address.ts'

/**
 * @param text domains as typed; empty: as it is when nobody says anything
 * @returns the domains
 * @throws NotFound for who may not, Invalid (domains)
 */
export async function putManagerDomains(ctx: Ctx, tx: Tx, text: string): Promise<readonly string[]> {
  if (!mayAdminister(ctx.viewer)) throw new NotFound()
  const { domains, wrong } = readDomains(text)
  if (wrong !== undefined) throw new Invalid({ domains: { code: 'consent.badDomain', params: { domain: wrong } } })
  if (domains.length > MAX_DOMAINS)
    throw new Invalid({ domains: { code: 'consent.manyDomains', params: { most: MAX_DOMAINS } } })
  await putSetting(tx, MANAGER_DOMAINS, domains)
  return domains
}
