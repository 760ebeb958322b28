// Getting in where one should not: guessing, locking others out, stolen and old links, sessions that were planted.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testClock } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import { countTry } from '../../src/features/accounts/commands/attempts.ts'
import { testContext } from '../kit/context.ts'
import { eachDatabase } from '../kit/databases.ts'
import { PASSWORD, startServer, type TestServer } from '../kit/server.ts'
import { fields, send } from './attack.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

eachDatabase('tries at one moment', (open) => {
  test('a hundred at once are a hundred', async () => {
    const ctx = testContext(open())
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, () => countTry(ctx, { what: 'signIn', email: 'a@example.nl', address: '192.0.2.1' })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])).join()).not.toMatch(
      /deadlock/i,
    )
  })
})

describe('ways in', () => {
  const clock = testClock()
  let server: TestServer
  let admin: Person
  let olga: Person

  beforeAll(async () => {
    // Behind one proxy, so that a test can be at several addresses.
    server = await startServer({ overrides: { clock }, config: { trustProxy: 1 } })
    admin = await server.person('Bea Beheer', { handle: 'bea' })
    olga = await server.person('Olga Eigenaar')
  })
  afterAll(() => server.close())

  async function tries(email: string, password: string, address: string) {
    const answer = await send(server.origin, '/sign-in', {
      body: fields({ email, password }),
      headers: { 'x-forwarded-for': address },
    })
    const html = await answer.text()
    return { answer, html, status: answer.status }
  }

  async function invitationLink(email: string): Promise<string> {
    admin = await signedInAgain(admin)
    const page = await admin.submits('/admin/people', { action: /invite/ }, { email })
    const link = /https?:\/\/[^"<\s]+\/invitation\?token=[\w-]+/.exec(page.source)?.[0]
    if (!link) throw new Error('no link on the page')
    return link.slice(server.origin.length)
  }

  test('who guesses somebody’s password waits longer and longer, and that somebody still gets in', async () => {
    clock.advance(2 * HOUR)
    await tries(olga.identity.email, PASSWORD, '203.0.113.10')
    const statuses: number[] = []
    for (let at = 0; at < 12; at++)
      statuses.push((await tries(olga.identity.email, `verkeerd-${at}`, '198.51.100.7')).status)
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422])
    expect(statuses.at(-1)).toBe(429)
    // Whoever goes on hears it in minutes.
    for (let at = 0; at < 8; at++) {
      clock.advance(130_000)
      await tries(olga.identity.email, `weer-${at}`, '198.51.100.7')
    }
    const long = await tries(olga.identity.email, 'nog eens', '198.51.100.7')
    expect([long.status, long.html]).toEqual([429, expect.stringMatching(/Wacht [2-5] minuten/)])
    // Where Olga signed in before, she is not held up by what strangers try elsewhere.
    expect((await tries(olga.identity.email, PASSWORD, '203.0.113.10')).status).toBe(303)
  })

  test('guessing from many addresses is slowed down all the same', async () => {
    clock.advance(2 * HOUR)
    const statuses: number[] = []
    for (let at = 0; at < 40; at++)
      statuses.push((await tries(olga.identity.email, `verkeerd-${at}`, `198.51.100.${at}`)).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.filter((status) => status === 422).length).toBeLessThan(30)
    expect((await tries(olga.identity.email, PASSWORD, '203.0.113.10')).status).toBe(303)
  })

  test('a colleague behind the same address who tries many people does not keep the others out', async () => {
    clock.advance(2 * HOUR)
    const shared = '203.0.113.99'
    expect((await tries(olga.identity.email, PASSWORD, shared)).status).toBe(303)
    const statuses: number[] = []
    for (let at = 0; at < 40; at++) statuses.push((await tries(`iemand${at}@example.nl`, 'verkeerd', shared)).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await tries(olga.identity.email, PASSWORD, shared)).status).toBe(303)
  })

  test('IPv6: one network counts as one address', async () => {
    clock.advance(2 * HOUR)
    const statuses: number[] = []
    for (let at = 0; at < 40; at++)
      statuses.push((await tries(`iemand${at}@example.nl`, 'verkeerd', `2001:db8:1:2::${at.toString(16)}`)).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await tries('iemand@example.nl', 'verkeerd', '2001:db8:1:3::1')).status).toBe(422)
  })

  test('a made-up list of addresses in the header is not believed further than the proxy', async () => {
    clock.advance(2 * HOUR)
    const statuses: number[] = []
    for (let at = 0; at < 40; at++)
      statuses.push((await tries(`iemand${at}@example.nl`, 'verkeerd', `10.0.0.${at}, 198.51.100.200`)).status)
    expect(statuses.at(-1)).toBe(429)
  })

  test('nothing tells whether an address is known: signing in, and a forgotten password', async () => {
    clock.advance(2 * HOUR)
    const bare = (html: string) =>
      html.replaceAll(/olga@example\.nl|niemand@example\.nl/g, 'x').replaceAll(/[0-9a-f]{10}/g, '')
    const known = await tries(olga.identity.email, 'verkeerd-wachtwoord', '192.0.2.1')
    const unknown = await tries('niemand@example.nl', 'verkeerd-wachtwoord', '192.0.2.1')
    expect(known.status).toBe(unknown.status)
    expect(bare(known.html)).toBe(bare(unknown.html))
    const ask = async (email: string) => {
      const answer = await send(server.origin, '/password-reset', {
        body: fields({ email }),
        headers: { 'x-forwarded-for': '192.0.2.2' },
      })
      return { status: answer.status, html: bare(await answer.text()) }
    }
    expect(await ask(olga.identity.email)).toEqual(await ask('niemand@example.nl'))
  })

  test('nobody can fill somebody’s mailbox with links', async () => {
    clock.advance(2 * HOUR)
    await server.app.drain()
    const before = server.mail.to(olga.identity.email).length
    for (let at = 0; at < 60; at++) {
      await send(server.origin, '/password-reset', {
        body: fields({ email: olga.identity.email }),
        headers: { 'x-forwarded-for': `198.51.100.${at}` },
      })
      clock.advance(MINUTE)
    }
    await server.app.drain()
    expect(server.mail.to(olga.identity.email).length - before).toBeLessThanOrEqual(6)
  })

  test('a link for a new password: once, for an hour, not another’s, and it ends every session', async () => {
    clock.advance(3 * HOUR)
    olga = await signedInAgain(olga)
    await send(server.origin, '/password-reset', { body: fields({ email: olga.identity.email }) })
    await send(server.origin, '/password-reset', { body: fields({ email: olga.identity.email }) })
    await server.app.drain()
    const [first, second] = server.mail
      .to(olga.identity.email)
      .slice(-2)
      .map((mail) => {
        const link = /https?:\/\/\S+/.exec(mail.text)?.[0] ?? ''
        return link.slice(server.origin.length)
      }) as [string, string]
    expect(first).not.toBe(second)
    const token = new URL(first, server.origin).searchParams.get('token') ?? ''
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(32)
    for (const guess of ['', 'x', token.slice(0, -1), `${token}x`, token.toUpperCase(), '__proto__', '0'.repeat(43)])
      expect((await send(server.origin, `/invitation?token=${guess}`)).status).toBe(403)
    expect((await send(server.origin, `/invitation?token=${token}`)).status).toBe(403)
    expect((await send(server.origin, `/setup?token=${token}`)).status).toBe(303)

    const weak = await send(server.origin, first, { body: fields({ token, password: 'kort' }) })
    expect(weak.status).toBe(422)
    const fresh = 'een-heel-ander-lang-wachtwoord'
    const done = await send(server.origin, first, { body: fields({ token, password: fresh }) })
    expect(done.status).toBe(303)
    expect((await olga.visits('/settings/account')).path).toContain('/sign-in')
    expect((await send(server.origin, first, { body: fields({ token, password: `${fresh}-2` }) })).status).toBe(403)
    expect((await send(server.origin, second)).status).toBe(403)

    await send(server.origin, '/password-reset', { body: fields({ email: olga.identity.email }) })
    await server.app.drain()
    const late = server.mail.linkTo(olga.identity.email).slice(server.origin.length)
    expect((await send(server.origin, late)).status).toBe(200)
    clock.advance(61 * MINUTE)
    expect((await send(server.origin, late)).status).toBe(403)
    olga = await signedInAgain(olga, fresh)
  })

  test('an invitation: once, also when pressed five times at the same moment; withdrawn is withdrawn', async () => {
    const link = await invitationLink('nieuw@example.nl')
    const token = new URL(link, server.origin).searchParams.get('token') ?? ''
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((at) =>
        send(server.origin, link, {
          body: fields({
            token,
            handle: `nieuw${at}`,
            name: `Nieuw ${at}`,
            password: 'lang-genoeg-en-nieuw-ook',
            email: 'bea@example.nl',
            admin: 'on',
          }),
        }),
      ),
    )
    expect(all.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(all.filter(({ status }) => status === 403)).toHaveLength(4)
    const { db } = server.app.ctx()
    const rows = await db
      .selectFrom('account')
      .select(['email', 'admin'])
      .where('email', '=', 'nieuw@example.nl')
      .execute()
    expect(rows).toEqual([{ email: 'nieuw@example.nl', admin: 0 }])

    const second = await invitationLink('weg@example.nl')
    await admin.submits('/admin/people', { action: /withdraw/ })
    expect((await send(server.origin, second)).status).toBe(403)
  })

  test('no secret of a link goes to another site or stays in a shared cache', async () => {
    const link = await invitationLink('geheim@example.nl')
    const answer = await send(server.origin, link)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toMatch(/same-origin|no-referrer/)
    expect(await answer.text()).not.toMatch(/(?:href|src|content)="[^"]*token=/)
  })

  test('a session that somebody planted is worth nothing before and after signing in', async () => {
    const planted = `plein${new URL(server.origin).port}-session`
    const before = await send(server.origin, '/settings/account', {
      headers: { cookie: `${planted}=planted-by-mallory` },
    })
    expect(before.status).toBe(303)
    const answer = await send(server.origin, '/sign-in', {
      body: fields({ email: admin.identity.email, password: PASSWORD }),
      headers: { cookie: `${planted}=planted-by-mallory` },
    })
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(planted)) ?? ''
    expect(cookie).not.toContain('planted-by-mallory')
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).toMatch(/Path=\//)
    expect(
      (await send(server.origin, '/settings/account', { headers: { cookie: `${planted}=planted-by-mallory` } })).status,
    ).toBe(303)
  })

  test('signing in again ends the session that was there; signing out ends it for good', async () => {
    const old = (await signedInAgain(admin)).cookie
    const mallory = await signedInAgain(admin)
    const stolen = mallory.cookie
    await mallory.submits('/', { action: '/sign-out' })
    expect((await send(server.origin, '/settings/account', { headers: { cookie: stolen } })).status).toBe(303)
    expect((await send(server.origin, '/settings/account', { headers: { cookie: old } })).status).toBe(200)
    const here = await signedInAgain(admin)
    await here.submits('/settings/sessions', { action: /end-others/ })
    expect((await send(server.origin, '/settings/account', { headers: { cookie: old } })).status).toBe(303)
    expect((await send(server.origin, '/settings/account', { headers: { cookie: here.cookie } })).status).toBe(200)
    admin = here
  })

  test('nobody ends the session of somebody else', async () => {
    const { db } = server.app.ctx()
    const sessions = await db.selectFrom('session').select('id').execute()
    for (const { id } of sessions) {
      if (
        (
          await db
            .selectFrom('session')
            .innerJoin('account', 'account.id', 'session.accountId')
            .select('email')
            .where('session.id', '=', id)
            .executeTakeFirst()
        )?.email === olga.identity.email
      )
        continue
      await send(server.origin, '/settings/sessions/end', { as: olga, body: fields({ session: id }) })
    }
    expect((await admin.visits('/settings/account')).status).toBe(200)
  })

  test('nobody is led to another site after signing in', async () => {
    for (const to of [
      'https://kwaad.example/',
      '//kwaad.example',
      '/\\kwaad.example',
      '\\\\kwaad.example',
      '/.//kwaad.example',
      'javascript:alert(1)',
      '\tjavascript:alert(1)',
      'https:kwaad.example',
      '/%09//kwaad.example',
      '/\t/kwaad.example',
      `${server.origin}@kwaad.example/`,
      `${server.origin}.kwaad.example/`,
      'data:text/html,x',
    ]) {
      const answer = await send(server.origin, '/sign-in', {
        body: fields({ email: admin.identity.email, password: PASSWORD, return: to }),
      })
      const location = answer.headers.get('location') ?? ''
      expect({ to, origin: new URL(location, server.origin).origin }).toEqual({ to, origin: server.origin })
      expect(await (await send(server.origin, `/sign-in?return=${encodeURIComponent(to)}`)).text()).not.toMatch(
        /(?:href|action)="[^"]*kwaad/,
      )
    }
  })

  test('secrets stand nowhere in the log, and only as a hash in the database', async () => {
    const { db } = server.app.ctx()
    const accounts = await db.selectFrom('account').select('passwordHash').execute()
    for (const { passwordHash } of accounts) expect(passwordHash).toMatch(/^\$argon2id\$/)
    const sessions = await db.selectFrom('session').selectAll().execute()
    const token = /session=([^;]+)/.exec(admin.cookie)?.[1] ?? 'no session'
    expect(JSON.stringify(sessions)).not.toContain(token)
    expect(server.log.join('\n')).toBe('')
  })

  async function signedInAgain(person: Person, password = person.identity.password): Promise<Person> {
    const { Person: Again } = await import('../kit/person.ts')
    const again = new Again(server.origin, { ...person.identity, password })
    await again.signsIn()
    return again
  }
})
