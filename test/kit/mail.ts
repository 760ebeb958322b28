// Captured mail: what was sent to whom, and the links in it. Also a real SMTP server, for the transport itself.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { Mailer } from '../../src/platform/mail/mailer.ts'

export type Mail = Parameters<Mailer['send']>[0]

export interface CapturedMail extends Mailer {
  readonly sent: Mail[]
  /** Mail to somebody, newest last. */
  to(address: string): Mail[]
  /** The first link in the newest mail to somebody. @throws Error when there is none. */
  linkTo(address: string): string
}

export function captureMail(): CapturedMail {
  const sent: Mail[] = []
  const to = (address: string) => sent.filter((mail) => mail.to.includes(address))
  return {
    sent,
    to,
    linkTo(address) {
      const link = /https?:\/\/\S+/.exec(to(address).at(-1)?.text ?? '')?.[0]
      if (!link)
        throw new Error(
          `no mail with a link to ${address}; there is mail to: ${sent.map((mail) => mail.to).join(', ')}`,
        )
      return link
    },
    async send(mail) {
      sent.push(mail)
    },
    close: () => undefined,
  }
}

export interface SmtpPeer {
  readonly url: string
  /** Whole messages as they came over the wire. */
  readonly messages: string[]
  close(): Promise<void>
}

export async function startSmtp(): Promise<SmtpPeer> {
  const messages: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        messages.push(Buffer.concat(parts).toString('utf8'))
        done()
      })
    },
  })
  // Whoever is killed in the middle of a mail takes the connection with him: that is no fault of this server.
  server.on('error', () => undefined)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}
