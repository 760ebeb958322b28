// Ways in on both databases: set-up, invitations, signing in with its limits, sessions, passwords.
import { expect, test } from '@jest/globals'
import {
  acceptInvitation,
  changePassword,
  countTry,
  createAccount,
  disableAccount,
  enableAccount,
  endOtherSessions,
  endSession,
  findSession,
  invite,
  issueSetUpLink,
  linkToken,
  listAccounts,
  listInvitations,
  listSessions,
  personViewer,
  requestPasswordReset,
  resetPassword,
  setLocale,
  setUp,
  signIn,
  signOut,
  withdrawInvitation,
} from '../../../src/features/accounts/index.ts'
import { showSetUpLink } from '../../../src/features/accounts/jobs.ts'
import { whenAccountInvited } from '../../../src/features/accounts/listeners.ts'
import { isSetUp } from '../../../src/features/instances/index.ts'
import { ownOrganisation } from '../../../src/features/organisations/index.ts'
import { listCards } from '../../../src/features/people/index.ts'
import { newId } from '../../../src/lib/id.ts'
import type { Tools } from '../../../src/core/context.ts'
import { guest, system } from '../../../src/core/viewer.ts'
import { translationsFrom } from '../../../src/platform/i18n/texts.ts'
import { textsOf } from '../../../src/registry.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { captureMail } from '../../kit/mail.ts'

const PASSWORD = 'paarse fiets onder de brug'
const anna = { handle: 'anna', name: 'Anna de Vries', email: 'Anna@gemeente.example', password: PASSWORD }
const from = { address: '192.0.2.1', userAgent: 'test' }
const texts = translationsFrom(textsOf([]))

eachDatabase('accounts', (open) => {
  let world: TestContext | undefined
  const guestContext = () => {
    world ??= testContext(open())
    world.events.length = 0
    // Well after what the test before did.
    world.pass(2 * 60 * 60 * 1000)
    return world
  }
  const systemContext = () => guestContext().as(system)

  test('the one-time link makes the organisation and its first administrator, once', async () => {
    const ctx = guestContext()
    const old = await issueSetUpLink(ctx)
    const path = await issueSetUpLink(ctx)
    // Only the last link works: a worker beside the web process makes none.
    await showSetUpLink({ ...ctx, config: { ...ctx.config, role: 'worker' } })
    const token = String(path?.split('token=')[1])
    const input = { ...anna, organisation: ' Gemeente  Voorbeeld ' }
    await expect(setUp(ctx, input)).rejects.toMatchObject({ code: 'account.linkOver' })
    await expect(setUp(ctx, { ...input, token: String(old?.split('token=')[1]) })).rejects.toMatchObject({
      code: 'account.linkOver',
    })
    await expect(
      setUp(ctx, { ...input, token, organisation: '', handle: 'Ann a', password: 'kort', email: 'geen' }),
    ).rejects.toMatchObject({
      fields: {
        organisation: { code: 'field.required' },
        handle: { code: 'actor.handleBad' },
        password: { code: 'account.passwordShort' },
        email: { code: 'field.notEmail' },
      },
    })
    const made = await setUp(ctx, { ...input, token })
    expect(await isSetUp(ctx.db)).toBe(true)
    expect((await ownOrganisation(ctx.db))?.name).toBe('Gemeente Voorbeeld')
    expect(await personViewer(ctx.db, 'anna@gemeente.example')).toMatchObject({ personId: made.personId, admin: true })
    await expect(setUp(ctx, { ...input, token })).rejects.toMatchObject({ code: 'account.alreadySetUp' })
    expect(await issueSetUpLink(ctx)).toBeUndefined()
    const card = (await listCards(ctx.db, [made.personId])).get(made.personId)
    expect(card).toMatchObject({ name: 'Anna de Vries', organisation: 'Gemeente Voorbeeld', path: '/@anna' })
  })

  test('an invitation makes one account, with the invited address', async () => {
    const admin = await personViewer(open().db, 'anna')
    const ctx = guestContext().as(admin)
    const { path, id } = await invite(ctx, { email: 'Bo@gemeente.example ' })
    expect(ctx.told('account.invited')).toEqual([{ invitationId: id, locale: 'nl' }])
    expect(path).toBe(`/invitation?token=${linkToken(ctx, id)}`)
    expect(await listInvitations(ctx)).toHaveLength(1)
    const token = linkToken(ctx, id)
    const person = { handle: 'bo', name: '<script>alert(1)</script> 🦊 \u202Eob', password: PASSWORD, token }
    const made = await acceptInvitation(ctx.as(guest), person)
    expect(made.email).toBe('bo@gemeente.example')
    await expect(acceptInvitation(ctx.as(guest), { ...person, handle: 'bo2' })).rejects.toMatchObject({
      code: 'account.linkOver',
    })
    expect(await listInvitations(ctx)).toHaveLength(0)
    const card = (await listCards(ctx.db, [made.personId])).get(made.personId)
    expect(card?.name).toBe('<script>alert(1)</script> 🦊 ob')
    await expect(invite(ctx, { email: 'bo@gemeente.example' })).rejects.toMatchObject({ code: 'account.emailTaken' })
    await expect(invite(ctx.as(await personViewer(ctx.db, 'bo')), { email: 'x@y.example' })).rejects.toMatchObject({
      status: 403,
    })
  })

  test('the invitation is mailed in the language of the plein and names who invites; the command line names nobody', async () => {
    const mail = captureMail()
    const mailed = async (ctx: TestContext, email: string) => {
      const { id } = await invite(ctx, { email })
      const [payload] = ctx.told('account.invited')
      if (payload?.invitationId !== id) throw new Error('nothing was told of the invitation')
      const event = { id: newId<'event'>(), name: 'account.invited', occurred: ctx.clock.now(), payload } as const
      await whenAccountInvited(ctx, event, { mailer: mail, texts } as unknown as Tools)
      await withdrawInvitation(ctx, id)
      return mail.to(email)[0]
    }
    const english = { ...guestContext().as(await personViewer(open().db, 'anna')), locale: 'en' as const }
    expect(await mailed(english, 'cor@gemeente.example')).toMatchObject({
      subject: 'Uitnodiging voor het plein van Gemeente Voorbeeld',
      text: expect.stringMatching(/^Dag,\n\nAnna de Vries nodigt je uit voor het plein van Gemeente Voorbeeld\.\n/),
    })
    expect((await mailed(systemContext(), 'dirk@gemeente.example'))?.text).toContain('Je bent uitgenodigd voor het')
  })

  test('handles and addresses are taken once, whatever the case', async () => {
    const ctx = systemContext()
    await expect(createAccount(ctx, { ...anna, email: 'other@gemeente.example' })).rejects.toMatchObject({
      code: 'actor.handleTaken',
    })
    await expect(
      createAccount(ctx, { ...anna, handle: 'anna2', email: 'ANNA@gemeente.example' }),
    ).rejects.toMatchObject({
      code: 'account.emailTaken',
    })
    await expect(personViewer(ctx.db, 'anna2')).rejects.toMatchObject({ code: 'account.notFound' })
  })

  test('signing in gives a session that can be found, listed and ended', async () => {
    const ctx = guestContext()
    const entry = await signIn(ctx, { email: ' anna@GEMEENTE.example', password: PASSWORD, ...from })
    const session = await findSession(ctx, entry.token)
    expect(session).toMatchObject({ admin: 1 })
    expect(await findSession(ctx, 'something else')).toBeUndefined()
    const viewer = await personViewer(ctx.db, 'anna')
    const hers = ctx.as(viewer)
    const second = await signIn(ctx, { email: 'anna@gemeente.example', password: PASSWORD, ...from })
    expect(await listSessions(hers)).toHaveLength(2)
    const secondId = (await findSession(ctx, second.token))?.id
    await endSession(ctx.as(await personViewer(ctx.db, 'bo')), String(secondId))
    expect(await findSession(ctx, second.token)).toBeDefined()
    await endOtherSessions(hers, secondId)
    expect(await findSession(ctx, entry.token)).toBeUndefined()
    const third = await signIn(ctx, { email: 'anna@gemeente.example', password: PASSWORD, ...from, replaces: secondId })
    expect(await findSession(ctx, second.token)).toBeUndefined()
    await signOut(ctx, (await findSession(ctx, third.token))?.id)
    expect(await findSession(ctx, third.token)).toBeUndefined()
  })

  test('a session ends when it is not used, and in any case after a day', async () => {
    const ctx = guestContext()
    const { token } = await signIn(ctx, { email: 'anna@gemeente.example', password: PASSWORD, ...from })
    ctx.pass(7 * 60 * 60 * 1000)
    expect(await findSession(ctx, token)).toBeDefined()
    ctx.pass(2 * 60 * 60 * 1000)
    expect(await findSession(ctx, token)).toBeUndefined()
  })

  test('wrong passwords are slowed down, for addresses that exist and for those that do not', async () => {
    const ctx = guestContext()
    for (const email of ['anna@gemeente.example', 'nobody@gemeente.example']) {
      const attempt = () => signIn(ctx, { email, password: 'not this one at all', ...from })
      for (let time = 0; time < 5; time++)
        await expect(attempt()).rejects.toMatchObject({ code: 'account.signInFailed' })
      await expect(attempt()).rejects.toMatchObject({ code: 'account.tooManyTries', status: 429 })
    }
    const right = () => signIn(ctx, { email: 'anna@gemeente.example', password: PASSWORD, ...from })
    await expect(right()).rejects.toMatchObject({ status: 429 })
    ctx.pass(60 * 1000)
    await expect(right()).resolves.toBeDefined()
  })

  test('one address on the network cannot try many people', async () => {
    const ctx = guestContext()
    const tries = Array.from({ length: 40 }, (_, index) => ({
      what: 't',
      email: `p${index}@x.example`,
      address: '198.51.100.7',
    }))
    const results = []
    for (const one of tries)
      results.push(
        await countTry(ctx, one).then(
          () => 'let',
          () => 'stopped',
        ),
      )
    expect(results.filter((result) => result === 'let')).toHaveLength(30)
  })

  test('a changed password ends the other sessions; the old one no longer works', async () => {
    const ctx = guestContext()
    const keep = await signIn(ctx, { email: 'bo@gemeente.example', password: PASSWORD, ...from })
    const other = await signIn(ctx, { email: 'bo@gemeente.example', password: PASSWORD, ...from })
    const bo = ctx.as(await personViewer(ctx.db, 'bo'))
    const sessionId = (await findSession(ctx, keep.token))?.id
    const change = {
      current: 'not this one at all',
      password: 'groene trein naar zee',
      address: '192.0.2.1',
      sessionId,
    }
    await expect(changePassword(bo, change)).rejects.toMatchObject({ fields: { current: {} } })
    await expect(changePassword(bo, { ...change, password: 'welkom123456' })).rejects.toMatchObject({
      fields: { password: { code: 'account.passwordCommon' } },
    })
    await changePassword(bo, { ...change, current: PASSWORD })
    expect(await findSession(ctx, keep.token)).toBeDefined()
    expect(await findSession(ctx, other.token)).toBeUndefined()
    await expect(signIn(ctx, { email: 'bo@gemeente.example', password: PASSWORD, ...from })).rejects.toBeDefined()
  })

  test('a forgotten password: a link for whoever exists, silence for the rest', async () => {
    const ctx = guestContext()
    await requestPasswordReset(ctx, { email: 'nobody@gemeente.example', address: '192.0.2.9' })
    expect(ctx.events).toHaveLength(0)
    await requestPasswordReset(ctx, { email: 'bo@gemeente.example', address: '192.0.2.9' })
    const [told] = ctx.told('account.invited')
    const token = told ? linkToken(ctx, told.invitationId) : ''
    await expect(resetPassword(ctx, { token, password: 'kort' })).rejects.toMatchObject({ fields: { password: {} } })
    await resetPassword(ctx, { token, password: 'blauwe vogel op het dak' })
    await expect(resetPassword(ctx, { token, password: 'nog een keer anders' })).rejects.toMatchObject({
      code: 'account.linkOver',
    })
    const bo = { email: 'bo@gemeente.example', password: 'blauwe vogel op het dak', ...from }
    await expect(signIn(ctx, bo)).resolves.toBeDefined()
  })

  test('a disabled account is out at once and cannot come back; nobody disables himself', async () => {
    const admin = await personViewer(open().db, 'anna')
    const ctx = guestContext().as(admin)
    const bo = { email: 'bo@gemeente.example', password: 'blauwe vogel op het dak', ...from }
    const { token } = await signIn(ctx, bo)
    const viewer = await personViewer(ctx.db, 'bo')
    await disableAccount(ctx, viewer.accountId)
    expect(await findSession(ctx, token)).toBeUndefined()
    await expect(signIn(ctx, bo)).rejects.toMatchObject({ code: 'account.signInFailed' })
    await expect(personViewer(ctx.db, 'bo')).rejects.toMatchObject({ status: 404 })
    await expect(disableAccount(ctx, admin.accountId)).rejects.toMatchObject({ code: 'account.notYourself' })
    await expect(disableAccount(ctx.as(viewer), admin.accountId)).rejects.toMatchObject({ status: 403 })
    await enableAccount(ctx, viewer.accountId)
    await expect(signIn(ctx, bo)).resolves.toBeDefined()
    await setLocale(ctx.as(viewer), 'en')
    const { items } = await listAccounts(ctx, { limit: 10 }, 'BO')
    expect(items.map((line) => [line.email, line.locale])).toEqual([['bo@gemeente.example', 'en']])
    expect(items[0]).not.toHaveProperty('passwordHash')
  })
})
