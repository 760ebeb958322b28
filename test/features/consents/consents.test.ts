// Consent of a manager on both databases: asked once, by a link without an account, reminded, lapsed, kept here.
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { EventName, Listener, Occurrence } from '../../../src/core/events.ts'
import type { Tools } from '../../../src/core/context.ts'
import { system } from '../../../src/core/viewer.ts'
import { readLink, signLink } from '../../../src/features/accounts/index.ts'
import {
  askForm,
  askManager,
  CONSENT_LINK,
  consentEnds,
  decideConsent,
  findConsent,
  followUp,
  isOver,
  listConsents,
  reminderDue,
  rememberedManager,
  putManagerDomains,
} from '../../../src/features/consents/index.ts'
import { domainsOfPlein } from '../../../src/features/consents/rules/manager-address.ts'
import { whenDecided, whenHeard, whenMoved } from '../../../src/features/consents/listeners/look.ts'
import { whenAsked, whenReminded } from '../../../src/features/consents/listeners/mail.ts'
import { createContent } from '../../../src/features/content/index.ts'
import { listNotifications } from '../../../src/features/notifications/index.ts'
import { beginResponse, getCaseOf, makeDueMoves, makeMove } from '../../../src/features/responses/index.ts'
import type { ResponseId } from '../../../src/lib/id.ts'
import { kinds } from '../../../src/kinds/index.ts'
import { translationsFrom } from '../../../src/platform/i18n/texts.ts'
import { textsOf } from '../../../src/registry.ts'
import { captureMail } from '../../kit/mail.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from '../groups/people-and-groups.ts'

const DAY = 86_400_000
const listeners: { [E in EventName]?: Listener<E> } = {
  'response.moved': whenMoved,
  'response.heard': whenHeard,
  'consent.asked': whenAsked,
  'consent.reminded': whenReminded,
  'consent.decided': whenDecided,
}

describe('reminders', () => {
  const asked = '2026-11-01T00:00:00.000Z'
  test.each([
    ['2026-11-05T23:59:59.999Z', null, 0],
    ['2026-11-06T00:00:00.000Z', null, 1],
    ['2026-11-07T00:00:00.000Z', '2026-11-06T00:10:00.000Z', 0],
    ['2026-11-11T00:00:00.000Z', '2026-11-06T00:10:00.000Z', 2],
    ['2026-11-12T00:00:00.000Z', '2026-11-11T00:10:00.000Z', 0],
    ['2026-11-11T00:00:00.000Z', null, 2],
  ])('at %s, reminded %s: %i', (now, reminded, due) => {
    expect(reminderDue({ asked, reminded }, now)).toBe(due)
  })

  test('end after 14 days', () => {
    expect(consentEnds(asked)).toBe('2026-11-15T00:00:00.000Z')
    expect([isOver(asked, '2026-11-14T23:59:59.999Z'), isOver(asked, '2026-11-15T00:00:00.000Z')]).toEqual([
      false,
      true,
    ])
  })
})

function setManagerDomains(by: TestContext, domains: string): Promise<unknown> {
  return by.transaction((tx) => putManagerDomains(by, tx, domains))
}

eachDatabase('consents', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let mo: TestContext
  let heard = 0
  const mail = captureMail()

  beforeAll(async () => {
    world = testContext(open(), { kinds, viewer: system })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    mo = await person(world, 'mo')
    await setManagerDomains(world, 'plein.example, @Elders.example')
  })

  /** What the worker does; each listener hears each event twice, as after a crash. */
  async function hear(): Promise<void> {
    const tools = { mailer: mail, texts: translationsFrom(textsOf(kinds)) } as unknown as Tools
    while (heard < world.events.length) {
      const event = world.events[heard]
      heard += 1
      const listener = event && (listeners[event.name] as Listener<EventName> | undefined)
      if (!event || !listener) continue
      const occurrence: Occurrence = {
        id: event.id,
        name: event.name,
        occurred: world.clock.now(),
        payload: event.payload,
      }
      for (let time = 0; time < 2; time++) await listener(world.as(system), occurrence, tools)
    }
  }

  let klussen = 0
  /** Anna's klus, offered to Bob (or Bob's help, asked for by Anna). */
  async function offered(purpose: 'request' | 'offer' = 'request'): Promise<ResponseId> {
    klussen += 1
    const [author, respondent] = purpose === 'request' ? [anna, bob] : [bob, anna]
    const contentId = await createContent(author, {
      kind: 'klus',
      title: `Klus ${klussen}`,
      body: 'Meelezen',
      audience: 'public',
      data: {
        purpose,
        result: 'Een plan',
        expertise: ['lezen'],
        hoursTotal: 20,
        closes: '2027-03-01',
        status: 'open',
        where: 'remote',
      },
    })
    const id = await beginResponse(respondent, { contentId }, { move: 'apply', payload: { motivation: 'Graag' } })
    await makeMove(author, id, { move: 'offer', payload: { hours: 20 } })
    await hear()
    return id
  }
  const stateOf = async (id: string) => (await getCaseOf(world, id)).response.state
  const consentOf = async (id: ResponseId) => (await listConsents(world.db, id))[0]
  const asks = async (id: string, email = 'mo@plein.example', who = bob) => {
    const consentId = await askManager(who, id, { name: 'Mo Baas', email })
    await hear()
    return consentId
  }
  function tokenIn(address: string): string {
    return new URL(mail.linkTo(address)).searchParams.get('token') ?? ''
  }

  test('the worker is told to name his manager, who is mailed a link that opens only this', async () => {
    const id = await offered()
    const { items } = await listNotifications(bob, { limit: 50 })
    expect(items.some(({ words }) => words === 'consent.told.ask')).toBe(true)
    const consentId = await asks(id, ' Baas@Elders.example ')
    const sent = mail.to('baas@elders.example')
    expect(sent.length).toBe(2)
    // The second is the first, sent again: the same Message-ID.
    expect(new Set(sent.map((one) => one.id)).size).toBe(1)
    expect(sent[0]?.text).toContain('Klus')
    expect(sent[0]?.subject).toContain('toestemming')
    const token = tokenIn('baas@elders.example')
    expect(await readLink(world, token, CONSENT_LINK)).toEqual({ outcome: 'good', subject: consentId })
    expect(await readLink(world, token, 'something else')).toEqual({ outcome: 'wrong' })
    expect(await readLink(world, `${token.slice(0, -3)}abc`, CONSENT_LINK)).toEqual({ outcome: 'wrong' })
    expect(await readLink(world, '', CONSENT_LINK)).toEqual({ outcome: 'wrong' })
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`
    expect(await readLink(world, none, CONSENT_LINK)).toEqual({ outcome: 'wrong' })
    const other = testContext(open(), { config: { secretKey: 'quite another key, of another plein' } })
    expect(await readLink(other, token, CONSENT_LINK)).toEqual({ outcome: 'wrong' })
    expect((await rememberedManager(world.db, idOf(bob)))?.managerEmail).toBe('baas@elders.example')
    const old = await signLink(world, { purpose: CONSENT_LINK, subject: consentId, expires: world.clock.in(-1000) })
    expect(await readLink(world, old, CONSENT_LINK)).toEqual({ outcome: 'over', subject: consentId })
  })

  test('yes: kept here, the response goes on, and the link is used up', async () => {
    const id = await offered()
    const consentId = await asks(id)
    await makeMove(bob, id, { move: 'sign', payload: { version: 1 } })
    await decideConsent(world, consentId, { answer: 'given', words: 'weggelaten' })
    await hear()
    expect(await stateOf(id)).toBe('agreed')
    expect(await consentOf(id)).toMatchObject({ state: 'given', words: '', managerName: 'Mo Baas' })
    await expect(decideConsent(world, consentId, { answer: 'refused', words: 'Toch niet' })).rejects.toMatchObject({
      code: 'consent.answered',
    })
    // Who has an account finds it among his notifications.
    const { items } = await listNotifications(mo, { limit: 50 })
    expect(items.some(({ words }) => words === 'consent.told.asked')).toBe(true)
  })

  test('yes, if: the conditions stand in the terms; name and address of the manager nowhere', async () => {
    const id = await offered()
    await decideConsent(world, await asks(id), { answer: 'conditional', words: 'Niet op maandag' })
    await hear()
    const { response } = await getCaseOf(world, id)
    expect(JSON.stringify(response.data)).toContain('Niet op maandag')
    expect(JSON.stringify(response.data)).not.toMatch(/Mo Baas|mo@plein/)
    for (const who of [anna, bob]) await makeMove(who, id, { move: 'sign', payload: { version: 2 } })
    expect(await stateOf(id)).toBe('agreed')
  })

  test('no: it ends, and the reason stays here', async () => {
    const id = await offered()
    const consentId = await asks(id)
    await expect(decideConsent(world, consentId, { answer: 'refused', words: '' })).rejects.toMatchObject({
      fields: { words: { code: 'consent.reasonNeeded' } },
    })
    await decideConsent(world, consentId, { answer: 'refused', words: 'Geheime reden' })
    await hear()
    expect(await stateOf(id)).toBe('declined')
    const { response } = await getCaseOf(world, id)
    expect(JSON.stringify(response.data)).not.toContain('Geheime reden')
    const steps = await world.db.selectFrom('responseStep').select('payload').where('responseId', '=', id).execute()
    expect(JSON.stringify(steps)).not.toContain('Geheime reden')
    expect(await consentOf(id)).toMatchObject({ state: 'refused', words: 'Geheime reden' })
  })

  test('of help that is offered, the author’s manager is asked', async () => {
    const id = await offered('offer')
    await expect(askManager(anna, id, { name: 'X', email: 'x@plein.example' })).rejects.toMatchObject({
      code: 'response.notFound',
    })
    await decideConsent(world, await asks(id), { answer: 'given', words: '' })
    await hear()
    await makeMove(anna, id, { move: 'sign', payload: { version: 1 } })
    expect(await stateOf(id)).toBe('agreed')
  })

  test('other terms are asked of the same manager again; the old link is of no use', async () => {
    const id = await offered()
    const first = await asks(id)
    await makeMove(anna, id, { move: 'offer', payload: { hours: 30 } })
    await hear()
    const [second, before] = await listConsents(world.db, id)
    expect([second?.state, second?.termsVersion, before?.state]).toEqual(['asked', 2, 'withdrawn'])
    await expect(decideConsent(world, first, { answer: 'given', words: '' })).rejects.toMatchObject({
      code: 'consent.notNeeded',
    })
    await makeMove(bob, id, { move: 'withdraw', payload: {} })
    await hear()
    expect(await findConsent(world.db, second?.id ?? '')).toMatchObject({ state: 'withdrawn' })
  })

  test('who mistypes asks another; one’s own address, a wrong one and asking without end are refused', async () => {
    const id = await offered()
    const wrong = await asks(id, 'verkeerd@elders.example')
    await asks(id, 'goed@elders.example')
    expect(await findConsent(world.db, wrong)).toMatchObject({ state: 'withdrawn' })
    await expect(asks(id, 'bob@plein.example')).rejects.toMatchObject({
      fields: { email: { code: 'consent.notYourself' } },
    })
    await expect(asks(id, 'geen adres')).rejects.toMatchObject({ fields: { email: { code: 'field.notEmail' } } })
    for (const name of ['c', 'd', 'e']) await asks(id, `${name}@elders.example`)
    await expect(asks(id, 'f@elders.example')).rejects.toMatchObject({ code: 'consent.askedOften' })
    await expect(asks(id, 'x@elders.example', mo)).rejects.toMatchObject({ code: 'response.notFound' })
  })

  test('a manager has an address of the organisation, and is not the worker under another name', async () => {
    const id = await offered()
    const other = await person(world, 'bob_twee')
    await world.transaction((tx) =>
      tx.updateTable('actor').set({ name: ' BOB ' }).where('id', '=', idOf(other)).execute(),
    )
    await world.transaction((tx) => tx.updateTable('actor').set({ name: 'Bob' }).where('id', '=', idOf(bob)).execute())
    const refused = (email: string, code: string) =>
      expect(asks(id, email)).rejects.toMatchObject({ fields: { email: { code } } })
    for (const email of ['Bob+baas@plein.example', 'bob_twee@plein.example'])
      await refused(email, 'consent.notYourself')
    for (const email of ['mo@kwaad.example', 'mo@nietelders.example', 'mo@elders.example.kwaad.example'])
      await refused(email, 'consent.otherDomain')
    await expect(setManagerDomains(bob, '*')).rejects.toMatchObject({ code: 'error.notFound' })
    await expect(setManagerDomains(world, 'gemeente.nl; http://x')).rejects.toMatchObject({
      fields: { domains: { code: 'consent.badDomain', params: { domain: 'http://x' } } },
    })
    // Nothing said: where people sign in with, and where the plein itself is; never where everybody can have a letterbox.
    await setManagerDomains(world, '')
    await world.transaction((tx) =>
      tx.updateTable('account').set({ email: 'mo@gmail.com' }).where('personId', '=', idOf(mo)).execute(),
    )
    for (const domain of ['elders.example', 'gmail.com', '_lein.example', '%'])
      await refused(`mo@${domain}`, 'consent.otherDomain')
    const host = world.config.hostName
    for (const email of ['mo@plein.example', `mo@${host}`, `mo@afdeling.${host}`]) await asks(id, email)
    await setManagerDomains(world, '*')
    await asks(id, 'mo@waar.dan.ook')
    // By the link too it is somebody else.
    const consentId = (await consentOf(id))?.id ?? ''
    await expect(decideConsent(bob, consentId, { answer: 'given', words: '' })).rejects.toMatchObject({
      code: 'consent.ownAnswer',
    })
    await world.transaction((tx) =>
      tx.updateTable('account').set({ email: 'mo@plein.example' }).where('personId', '=', idOf(mo)).execute(),
    )
    // Whom he named before is not asked again when the organisation thinks otherwise now.
    await setManagerDomains(world, 'plein.example, elders.example')
    await makeMove(anna, id, { move: 'offer', payload: { hours: 30 } })
    await hear()
    expect((await listConsents(world.db, id)).map(({ state }) => state)).not.toContain('asked')
  })

  test.each([
    ['Mo Baas', true],
    ['drs. J.P. de Vries-Özdemir (HR)', true],
    ['Mo', true],
    ['Klik op kwaad.example', false],
    ['https://kwaad', false],
    ['mo@kwaad', false],
    ['Mo\nBaas', false],
  ])('a name in a mail is a name: %j', (name, isGood) => {
    const read = askForm.safeParse({ name, email: 'mo@plein.example' })
    expect(read.success ? '' : read.error.issues.map(({ message }) => message).join()).toBe(
      isGood ? '' : 'consent.badName',
    )
  })

  test('an empty form is told both at once', () => {
    const read = askForm.safeParse({ name: '', email: '' })
    expect(read.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([
      ['name', 'field.required'],
      ['name', 'consent.badName'],
      ['email', 'field.required'],
    ])
  })

  test('plein domains are read from its address', () => {
    expect(domainsOfPlein('plein.amersfoort.nl:3000')).toEqual(['plein.amersfoort.nl', 'amersfoort.nl'])
    expect(domainsOfPlein('amersfoort.nl')).toEqual(['amersfoort.nl'])
    expect(domainsOfPlein('127.0.0.1:3000')).toEqual([])
    expect(domainsOfPlein('localhost')).toEqual(['localhost'])
  })

  test('the mail speaks the language in which he is asked, or the one that he chose himself', async () => {
    const id = await offered()
    const inEnglish = { ...bob, locale: 'en' as const }
    await askManager(inEnglish, id, { name: 'Boss', email: 'boss@elders.example' })
    await hear()
    expect(mail.to('boss@elders.example').at(-1)?.html).toContain('<html lang="en"')
    // Asked again by the plein, about other terms, in the same language; and so is a reminder.
    await makeMove(anna, id, { move: 'offer', payload: { hours: 30 } })
    await hear()
    world.pass(6 * DAY)
    await followUp(world)
    await hear()
    const mails = mail.to('boss@elders.example')
    expect(new Set(mails.map((one) => one.id)).size).toBe(3)
    for (const one of mails) expect(one.html).toContain('lang="en"')
    await askManager(bob, id, { name: 'Baas', email: 'dutch@elders.example' })
    await hear()
    expect(mail.to('dutch@elders.example').at(-1)?.html).toContain('lang="nl"')
    // His own choice comes first.
    await world.transaction((tx) =>
      tx.updateTable('account').set({ locale: 'en' }).where('personId', '=', idOf(mo)).execute(),
    )
    await askManager(bob, id, { name: 'Mo', email: 'mo@plein.example' })
    await hear()
    expect(mail.to('mo@plein.example').at(-1)?.html).toContain('lang="en"')
    await world.transaction((tx) =>
      tx.updateTable('account').set({ locale: null }).where('personId', '=', idOf(mo)).execute(),
    )
  })

  test('silence: reminded after 5 and 10 days, over after 14; both are told by the response', async () => {
    const id = await offered()
    const consentId = await asks(id, 'stil@elders.example')
    const mails = () => new Set(mail.to('stil@elders.example').map((one) => one.id)).size
    const passes = async (days: number) => {
      world.pass(days * DAY)
      await followUp(world)
      await followUp(world)
      await hear()
      return mails()
    }
    expect([await passes(4.9), await passes(0.2), await passes(3), await passes(2)]).toEqual([1, 2, 2, 3])
    expect(await passes(3)).toBe(3)
    expect(await stateOf(id)).toBe('offered')
    await passes(1)
    expect(await findConsent(world.db, consentId)).toMatchObject({ state: 'lapsed' })
    expect(await stateOf(id)).toBe('expired')
    const { response } = await getCaseOf(world, id)
    expect(response.data).toMatchObject({ ending: { reason: 'silence', by: 'manager' } })
    await expect(decideConsent(world, consentId, { answer: 'given', words: '' })).rejects.toMatchObject({
      code: 'consent.over',
    })
    await makeDueMoves(world)
  })
})
