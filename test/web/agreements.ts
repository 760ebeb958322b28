// Responses to a klus in the states that have pages of their own: terms that wait for a manager, and an agreement at work.
import type { ContentId } from '../../src/lib/id.ts'
import { askManager } from '../../src/features/consents/index.ts'
import { beginResponse, decideAsManager, makeMove, sendMessage } from '../../src/features/responses/index.ts'
import type { Network } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'

export interface Seen<Act> {
  readonly who: 'guest' | 'member' | 'newcomer' | 'admin'
  readonly path: string
  readonly status?: number
  readonly act?: Act
}

/**
 * @param on.klus path of the member's klus
 * @param on.press sends the form of the page as it is
 */
export async function agreements<Act>(
  network: Network,
  { server, people }: { server: TestServer; people: Readonly<Record<'member' | 'newcomer' | 'admin', Person>> },
  { klus, press }: { klus: string; press: Act },
): Promise<Seen<Act>[]> {
  const as = async (who: keyof typeof people) => server.app.ctx(await server.viewer(people[who].identity.handle))
  const [owner, candidate, second] = [await as('member'), await as('newcomer'), await as('admin')]
  const contentId = klus.replace('/item/', '') as ContentId
  const apply = { move: 'apply', payload: { motivation: 'Ik lees graag mee.', hours: '16' } }
  const offer = { move: 'offer', payload: { hours: '16', conditions: 'Je krijgt een laptop.' } }
  const waiting = await beginResponse(candidate, { contentId }, apply)
  await sendMessage(owner, waiting, 'Fijn, wanneer kun je?')
  await makeMove(owner, waiting, offer)
  const consentId = await askManager(candidate, waiting, { name: 'Bea Beheer', email: people.admin.identity.email })
  const working = await beginResponse(second, { contentId }, apply)
  await makeMove(owner, working, offer)
  await makeMove(second, working, { move: 'sign', payload: { version: 1 } })
  await decideAsManager(server.app.ctx(), working, { move: 'consent', payload: { version: 1 } })
  await makeMove(second, working, { move: 'start', payload: {} })
  const date = second.clock.now().slice(0, 10)
  for (const what of ['Gelezen', ''])
    await makeMove(second, working, { move: 'logHours', payload: { date, hours: 2, what } })
  await network.settle()
  const link = new URL(server.mail.linkTo(people.admin.identity.email))
  const path = `${link.pathname}${link.search}`
  return [
    { who: 'newcomer', path: `/responses/${waiting}` },
    { who: 'newcomer', path: `/consents/${waiting}` },
    { who: 'newcomer', path: `/responses/${waiting}/withdraw` },
    { who: 'newcomer', path: '/responses' },
    { who: 'member', path: '/responses?on=items' },
    { who: 'member', path: `/responses/${waiting}` },
    { who: 'member', path: `/responses/${working}` },
    { who: 'admin', path: `/responses/${working}` },
    { who: 'admin', path: `/responses/${working}/logHours` },
    { who: 'admin', path: `/agreements/${working}` },
    { who: 'admin', path: `/consent/${consentId}` },
    { who: 'guest', path, act: press },
    { who: 'guest', path: '/consent?token=wrong', status: 403 },
  ]
}
