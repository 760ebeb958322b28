// Mail through a real SMTP server, and in the log when there is none.
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { SMTPServer } from 'smtp-server'
import { jsonLine, type LogLine, openLog } from '../../../src/platform/log.ts'
import { openMailer } from '../../../src/platform/mail/mailer.ts'

const silent = openLog('error', () => undefined)

async function smtp(refuse = false) {
  const received: { from: string; to: string[]; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        })
        done(refuse ? Object.assign(new Error('full'), { responseCode: 452 }) : null)
      })
    },
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  const close = () => new Promise<void>((closed) => server.close(closed))
  return { received, close, url: `smtp://127.0.0.1:${port}` }
}

test('sends text and HTML, from the configured sender', async () => {
  const { received, url, close } = await smtp()
  const mailer = openMailer({ url, from: 'Plein <plein@a.example>' }, silent)
  const headers = { 'List-Unsubscribe': '<https://a.example/settings>' }
  await mailer.send({ to: 'jan@b.example', subject: 'Één reactie', text: 'Dag Jan', html: '<p>Dag Jan</p>', headers })
  mailer.close()
  await close()
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ from: 'plein@a.example', to: ['jan@b.example'] })
  for (const part of ['Dag Jan', '<p>Dag Jan</p>', 'List-Unsubscribe', 'Auto-Submitted: auto-generated']) {
    expect(received[0]?.text).toContain(part)
  }
})

test('a line break in an address or subject adds no header and no recipient', async () => {
  const { received, url, close } = await smtp()
  const mailer = openMailer({ url, from: 'plein@a.example' }, silent)
  await mailer.send({ to: 'jan@b.example', subject: 'x\r\nBcc: eve@c.example\r\nX-Evil: 1', text: 'x' })
  await mailer.send({ to: 'jan@b.example\r\nRCPT TO:<eve@c.example>', subject: 'x', text: 'x' }).catch(() => undefined)
  await mailer.send({ to: 'jan@b.example, eve@c.example', subject: 'x', text: 'x' }).catch(() => undefined)
  mailer.close()
  await close()
  expect(received.flatMap(({ to }) => to)).not.toContain('eve@c.example')
  expect(received[0]?.text).not.toMatch(/^(X-Evil|Bcc):/m)
})

test('the same mail sent again has the same Message-ID', async () => {
  const { received, url, close } = await smtp()
  const mailer = openMailer({ url, from: 'Plein <plein@a.example>' }, silent)
  for (const id of ['one', 'one', 'two']) await mailer.send({ id, to: 'jan@b.example', subject: 'x', text: 'x' })
  mailer.close()
  await close()
  const ids = received.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim())
  expect(ids).toEqual(['<one@a.example>', '<one@a.example>', '<two@a.example>'])
})

test('a server that refuses or is away is an error, to be tried again', async () => {
  const { url, close } = await smtp(true)
  const mailer = openMailer({ url, from: 'plein@a.example' }, silent)
  await expect(mailer.send({ to: 'jan@b.example', subject: 'x', text: 'x' })).rejects.toThrow(/full/)
  await close()
  await expect(mailer.send({ to: 'jan@b.example', subject: 'x', text: 'x' })).rejects.toThrow()
  mailer.close()
})

test('is shown in the log when there is no server, links whole', async () => {
  const lines: LogLine[] = []
  const mailer = openMailer(
    null,
    openLog('info', (line) => void lines.push(line)),
  )
  await mailer.send({ to: 'jan@b.example', subject: 'Welkom', text: 'https://a.example/invitation?token=abc' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ area: 'mail', level: 'info', facts: { to: 'jan@b.example', subject: 'Welkom' } })
  expect(jsonLine(lines[0]!)).toContain('token=abc')
})
