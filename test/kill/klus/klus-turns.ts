// What its author and the coordinator do with the klus itself: write it, place it, look at it, close it.
import type { Page } from '../../kit/person.ts'
import { fillsIn, writesItem } from '../../kit/writing.ts'
import { authorOf, type Cast, type KlusRow, klusOf, type Side } from './cast.ts'
import type { Script, Turn } from './scripts.ts'

const DAY = 86_400_000
const WRITE = '/klussen/new'

/** @param from a draft that is there already. */
export async function places({ person }: Side, script: Script, from?: KlusRow): Promise<void> {
  const path = from ? `${WRITE}?item=${from.id}&step=1` : WRITE
  const page = await writesItem(person, path, valuesOf(script))
  if (!page.path.startsWith('/item/')) throw new Error(`no klus was placed: ${page.text.slice(0, 900)}`)
}

function valuesOf({ title, offered }: Script) {
  return {
    title,
    own_purpose: offered ? 'offer' : 'request',
    body: 'We schrijven een plan.',
    own_result: 'Een plan',
    own_expertise: 'participatie',
    own_hoursTotal: '16',
    own_where: 'remote',
    own_closes: new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10),
  }
}

/** So that he can be invited. */
export async function saysAvailable({ person }: Side): Promise<void> {
  const values = { available: 'yes', hoursPerWeek: '8', subjects: 'participatie' }
  const page = await person.submits('/settings/availability', { field: 'hoursPerWeek' }, values)
  if (page.status !== 200) throw new Error(`not available: ${page.text.slice(0, 600)}`)
}

/** From now on the coordinator looks at what is placed at home. */
export async function asksApproval({ home, coordinator }: Cast): Promise<void> {
  const values = { on: true, coordinators: coordinator.identity.handle }
  isTaken(await home.person.submits('/admin/klussen', { field: 'coordinators' }, values), 'approval')
}

/** Buttons on the page where its author manages it. */
const buttons: Readonly<Record<string, string>> = {
  close: 'Stop met zoeken',
  reopen: 'Open opnieuw',
  withdraw: 'Trek de klus in',
}

/** @throws when it is not taken, or the plein goes down meanwhile */
export async function changesKlus(cast: Cast, script: Script, { move, values = {} }: Turn): Promise<void> {
  const author = authorOf(cast, script)
  const { person } = author
  if (move === 'write') return isTaken(await fillsIn(person, await person.visits(WRITE), valuesOf(script)), move)
  const [klus] = await klusOf(author, script)
  if (!klus) throw new Error(`${script.title} was not written`)
  if (move === 'place') return places(author, script, klus)
  const review = `/klussen/review/${klus.id}`
  if (move === 'approve')
    return isTaken(await cast.coordinator.submits(review, { button: 'Goedkeuren en plaatsen' }), move)
  if (move === 'return')
    return isTaken(await cast.coordinator.submits(review, { button: 'Terugsturen met uitleg' }, values), move)
  isTaken(await person.submits(`/klussen/${klus.id}/manage`, { button: buttons[move] ?? move }), move)
}

function isTaken(page: Page, move: string): void {
  if (page.status !== 200) throw new Error(`${move}: ${page.status} ${page.text.slice(0, 600)}`)
}
