// The mail that both pleinen sent during the storm. SMTP delivers at least once: a server killed between the last
// answer of the mail server and its own note sends once more, under the same Message-ID.
import type { SmtpPeer } from '../kit/mail.ts'
import type { Verdict } from './judge.ts'

/** @param kills each of them can make one mail, of those under way at once, go out again */
export function judgeMail({ messages }: SmtpPeer, kills: number): Verdict[] {
  const copies = new Map<string, number>()
  /** What happened → the lines of notifications that it was mailed for, by the two halves of the Message-ID. */
  const linesByCause = new Map<string, Set<string>>()
  for (const message of messages) {
    const id = /^Message-ID:\s*(<[^>]+>)/im.exec(message)?.[1] ?? 'without an id'
    copies.set(id, (copies.get(id) ?? 0) + 1)
    const [, line = 'about nothing', cause = id] = /^<([\w-]+)\.([\w-]+)@/.exec(id) ?? []
    const to = /^To:\s*(.*)$/im.exec(message)?.[1] ?? 'nobody'
    linesByCause.set(`${cause} ${to}`, (linesByCause.get(`${cause} ${to}`) ?? new Set()).add(line))
  }
  const again = [...copies].filter(([, count]) => count > 1)
  const sentAgain = again.reduce((sum, [, count]) => sum + count - 1, 0)
  return [
    {
      // Who has read a notification may be mailed about the same thread once more, when something new happens.
      what: `one mail to one person about one thing that happened (${linesByCause.size})`,
      faults: [...linesByCause]
        .filter(([, lines]) => lines.size > 1)
        .map(([cause, lines]) => `${cause}: ${[...lines].join(' ')}`),
    },
    {
      what: `no mail again but what a kill interrupted (${sentAgain} of ${messages.length})`,
      faults: sentAgain > kills * MAILS_AT_ONCE ? again.map(([id, count]) => `${id} ${count} times`) : [],
    },
  ]
}

/** Mails that one process has under way. */
const MAILS_AT_ONCE = 4
