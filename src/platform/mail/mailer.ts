// Mail: through SMTP, or without a mail server shown in the log.
import { createTransport } from 'nodemailer'
import type { Config } from '../config/config.ts'
import { asIs, type Logger } from '../log.ts'

export interface Mail {
  /** The same when the same mail is sent again (a killed worker cannot know that it went): becomes its Message-ID. */
  readonly id?: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Mailer {
  /** @throws Error when the mail server is away or refuses; try again later. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** @param mail null: mail is shown in the log */
export function openMailer(mail: Config['mail'], log: Logger): Mailer {
  return mail === null ? logMailer(log.child('mail')) : smtpMailer(mail)
}

function logMailer(log: Logger): Mailer {
  return {
    async send({ to, subject, text }) {
      log.info('mail (no SMTP_URL is set: it is shown here, not sent)', { to, subject, text: asIs(text) })
    },
    close: () => undefined,
  }
}

function smtpMailer({ url, from }: NonNullable<Config['mail']>): Mailer {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      // Texts come from people: they must not make the mailer read files or addresses.
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0],
    { from },
  )
  return {
    async send({ id, to, subject, text, html, headers }) {
      await transport.sendMail({
        // As an object, so that an address list cannot be slipped in.
        to: { name: '', address: to },
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        ...(id === undefined ? {} : { messageId: `<${id}@${domainOf(from)}>` }),
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      })
    },
    close: () => transport.close(),
  }
}

/** "Plein <plein@a.example>" → "a.example". */
function domainOf(address: string): string {
  return /@([\w.-]+)/.exec(address)?.[1] ?? 'localhost'
}
