// What whoever's turn it is does with a response, at a browser or by the link in a mail.
import { setTimeout as sleep } from 'node:timers/promises'
import type { SmtpPeer } from '../../kit/mail.ts'
import { makesMove } from '../../kit/making-moves.ts'
import { Person } from '../../kit/person.ts'
import { authorOf, type Cast, itemOf, respondentOf, rowOf } from './cast.ts'
import { changesKlus } from './klus-turns.ts'
import type { Script, Turn } from './scripts.ts'
import { passes } from './time.ts'

const MANAGER = { name: 'Mo Manager', email: 'mo@example.nl' }

/** Whoever's turn it is does it, at a browser. @throws when it is not taken, or the plein goes down meanwhile */
export async function takesTurn(cast: Cast, script: Script, turn: Turn): Promise<void> {
  if (turn.by === 'time') return passes(cast, script, turn)
  if (turn.of === 'klus') return changesKlus(cast, script, turn)
  // The manager is of who works.
  if (turn.by === 'manager') return answers(cast, script, turn)
  const side = turn.by === 'author' ? authorOf(cast, script) : respondentOf(cast, script)
  const { person } = side
  const item = await itemOf(side, script)
  const response = async () => `/responses/${(await rowOf(side, script))?.id ?? 'none'}`
  const sent = async (path: string, field: string) => {
    const page = await person.submits(path, { field }, turn.values)
    if (page.status !== 200) throw new Error(`${turn.move}: ${page.status} ${page.text.slice(0, 600)}`)
  }
  const begun = (await rowOf(side, script))?.state ?? 'new'
  if (turn.move === 'apply' && begun === 'new') return sent(`/item/${item}/respond/apply`, 'motivation')
  if (turn.move === 'invite') return sent(`/klussen/${item}/people`, 'words')
  if (turn.move === 'cancelKlus') return sent(`/klussen/${item}/manage`, 'reason')
  if (turn.move === 'ask') {
    const asked = await person.submits((await response()).replace('responses', 'consents'), { field: 'email' }, MANAGER)
    if (asked.status !== 200) throw new Error(`ask: ${asked.status} ${asked.text.slice(0, 600)}`)
    return
  }
  await makesMove(person, await response(), turn.move, turn.values)
}

/** Opens the link of the newest mail about this klus, without an account. */
async function answers({ away, smtp }: Cast, { title }: Script, { move, values }: Turn): Promise<void> {
  const link = await linkIn(smtp, title)
  const guest = new Person(away.plein.origin, { ...MANAGER, handle: '', password: '' })
  const page = await guest.visits(`${link.pathname}${link.search}`)
  const done = await guest.submits(page, { field: 'answer' }, { answer: move, ...(move === 'given' ? {} : values) })
  if (done.status !== 200) throw new Error(`${move}: ${done.status} ${done.text.slice(0, 600)}`)
}

async function linkIn(smtp: SmtpPeer, title: string): Promise<URL> {
  for (let tries = 0; tries < 600; tries++) {
    const mails = smtp.messages.map(plain).filter((mail) => mail.includes(MANAGER.email) && mail.includes(title))
    const link = /https?:\/\/\S+\/consent\?token=[\w.~-]+/.exec(mails.at(-1) ?? '')?.[0]
    if (link) return new URL(link)
    await sleep(100)
  }
  throw new Error(`no mail to the manager about ${title}`)
}

/** Of a message as it went over the wire (quoted-printable). */
function plain(message: string): string {
  const whole = message.replace(/=\r?\n/g, '')
  return whole.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
