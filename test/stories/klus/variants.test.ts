// What can happen to a klus besides its usual life: three pleinen, on both databases, through their screens, without
// script. Most klussen are of the one on PostgreSQL; who responds lives on SQLite.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  agrees,
  answers,
  at,
  complete,
  finds,
  MANAGER,
  moves,
  names,
  posts,
  reads,
  responds,
  responseOf,
  setStage,
  timePasses,
  type Stage,
} from './stage.ts'

const DAY = 86_400_000

describe('klussen that go another way', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage({}, { Provincie: 'postgres' })
  }, 120_000)
  afterAll(() => stage?.close())

  test('two candidates, one place: who is refused reads why, and neither sees the other', async () => {
    const { carla, aisha, wim, servers } = stage
    const klus = await posts(stage, carla, 'Meeschrijven')
    const there = await responds(stage, aisha, 'Meeschrijven', 'Ik schreef er al drie.')
    const other = await responds(stage, wim, 'Meeschrijven', 'Ik wil het leren.')
    const here = await responseOf(carla, klus, 'Aïsha')
    const hereToo = await responseOf(carla, klus, 'Wim')
    expect(await reads(carla, klus)).toContain("2 geïnteresseerde collega's")
    await agrees(stage, servers.Gemeente, { author: carla, candidate: aisha, here, there })
    expect([await at(aisha, there), await at(carla, klus)]).toEqual(['Afspraak', 'Afgesproken'])
    // The rest is told at once, each for himself; first without the number that looks like somebody's.
    const full = await carla.visits(klus)
    expect(full.text).toContain('Alle plaatsen zijn vergeven. 1 collega wacht nog op antwoord.')
    const others = await carla.visits(full.link('Laat weten dat het niet doorgaat'))
    const why = { reason: 'another', words: 'Volgende keer graag. BSN 111222333' }
    const warned = await carla.submits(others, { field: 'reason' }, why)
    expect([warned.status, warned.text.includes('lijkt op een burgerservicenummer')]).toEqual([422, true])
    const told = await carla.submits(warned, { field: 'reason' }, { words: 'Volgende keer graag.' })
    expect([told.status, told.text.includes('Ieder krijgt alleen het eigen bericht')]).toEqual([200, true])
    await stage.network.settle()
    expect(await reads(carla, hereToo)).toContain('Afgewezen')
    expect(await reads(wim, '/notifications')).toContain('wijst je interesse af: een ander past beter bij wat nodig is')
    expect((await carla.visits(`${klus}/refuse`)).text).toContain('Er wacht niemand meer op antwoord')
    expect((await stage.ine.visits(`${await klusOf(other)}/refuse`)).status).toBe(404)
    const refused = await reads(wim, other)
    for (const words of ['Afgewezen', 'Een ander past beter', 'Volgende keer graag.']) expect(refused).toContain(words)
    expect(await reads(wim, `${other}/apply`)).toContain('Opnieuw interesse tonen kan dan niet.')
    const leaks: string[] = []
    for (const path of [other, await klusOf(other), '/klussen', '/notifications', '/responses', '/search?q=Bakker']) {
      const { source } = await wim.visits(path)
      for (const secret of ['Aïsha', 'al drie', here, there])
        if (source.includes(secret)) leaks.push(`${secret} ${path}`)
    }
    expect(leaks).toEqual([])
    expect([(await wim.visits(there)).status, (await aisha.visits(other)).status]).toEqual([404, 404])
    // Nor may a colleague of his, or the administrators.
    const bea = await servers.Provincie.person('Bea Beheer', { handle: 'bea' })
    expect([(await bea.visits(here)).status, (await stage.ine.visits(other)).status]).toEqual([404, 404])
  }, 120_000)

  /** The item that a response of Wim is about, on his plein. */
  async function klusOf(response: string): Promise<string> {
    return (await stage.wim.visits(response)).link(/waar dit over gaat/)
  }

  test('the manager refuses: his reason is read by his colleague alone, and the place stays free', async () => {
    const { carla, aisha, servers } = stage
    const klus = await posts(stage, carla, 'Beleid herlezen')
    const there = await responds(stage, aisha, 'Beleid herlezen', 'Leuk.')
    const here = await responseOf(carla, klus, 'Aïsha')
    await moves(stage, carla, here, 'offer', { hours: '16' })
    await names(stage, aisha, there)
    await warnsManager(servers.Gemeente)
    await answers(stage, servers.Gemeente, 'refused', 'Het team is te klein.')
    const [hers, carlas] = [await reads(aisha, there), await reads(carla, here)]
    for (const text of [hers, carlas]) expect(text).toContain('de leidinggevende gaf geen toestemming')
    expect(await reads(aisha, there.replace('/responses/', '/consents/'))).toContain('Het team is te klein.')
    const source = (await carla.visits(here)).source + (await carla.visits('/notifications')).source
    for (const secret of ['te klein', MANAGER.name, MANAGER.email]) expect(source.includes(secret)).toBe(false)
    expect(await at(carla, klus)).toBe('Open')
    // A link from a mail works once.
    const late = await fetch(servers.Gemeente.mail.linkTo(MANAGER.email))
    expect(await late.text()).toContain('Je hebt al geantwoord')
  }, 120_000)

  /** What looks like a citizen number is told to a manager too, who need not have an account. */
  async function warnsManager({ mail }: Stage['servers']['Gemeente']): Promise<void> {
    const link = new URL(mail.linkTo(MANAGER.email))
    const body = new URLSearchParams({
      token: link.searchParams.get('token') ?? '',
      answer: 'refused',
      words: '111222333',
    })
    const warned = await fetch(`${link.origin}/consent`, { method: 'POST', headers: { origin: link.origin }, body })
    expect([warned.status, (await warned.text()).includes('lijkt op een burgerservicenummer')]).toEqual([422, true])
  }

  test('conditions of the manager come into the terms, and both sign again', async () => {
    const { carla, aisha, servers } = stage
    const klus = await posts(stage, carla, 'Kaarten maken')
    const there = await responds(stage, aisha, 'Kaarten maken', 'Ik kan dat.')
    const here = await responseOf(carla, klus, 'Aïsha')
    await moves(stage, carla, here, 'offer', { hours: '16' })
    await moves(stage, aisha, there, 'sign')
    await names(stage, aisha, there)
    await answers(stage, servers.Gemeente, 'conditional', 'Niet op maandag.')
    for (const [who, path] of [
      [aisha, there],
      [carla, here],
    ] as const) {
      expect(await reads(who, path)).toContain('Niet op maandag.')
      expect(await at(who, path)).toBe('Aanbod')
      await moves(stage, who, path, 'sign')
    }
    expect([await at(aisha, there), await at(carla, here)]).toEqual(['Afspraak', 'Afspraak'])
    expect(await reads(carla, here.replace('/responses/', '/agreements/'))).toContain('Niet op maandag.')
    // More hours are a new version, signed by all three; what counted before stays to be read, with its signatures.
    await moves(stage, carla, here, 'amend', { hours: '24' })
    await moves(stage, aisha, there, 'sign')
    await names(stage, aisha, there)
    await answers(stage, servers.Gemeente, 'given')
    for (const [who, path] of [
      [aisha, there],
      [carla, here],
    ] as const) {
      const paper = path.replace('/responses/', '/agreements/')
      const now = await who.visits(paper)
      expect(now.text).toContain('24 uur in totaal')
      const before = (await who.visits(now.link('versie 2'))).text
      for (const words of ['16 uur in totaal', 'Nu geldt versie 3.', 'Alle 3 handtekeningen'])
        expect(before).toContain(words)
      expect((await who.visits(`${paper}?version=1`)).status).toBe(404)
    }
  }, 120_000)

  test('several places: two agree, the third finds it filled and can be told so', async () => {
    const { carla, aisha, wim, ine, servers } = stage
    const klus = await posts(stage, carla, 'Enquête afnemen', { own_places: '2' })
    const all = []
    for (const [who, name] of [
      [aisha, 'Aïsha'],
      [wim, 'Wim'],
      [ine, 'Ine'],
    ] as const) {
      const there = await responds(stage, who, 'Enquête afnemen', `Dit is ${name}.`)
      all.push({ who, there, here: await responseOf(carla, klus, name) })
    }
    const [one, two, three] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]]
    // All three are offered it; the places go to who has all signatures first.
    await moves(stage, carla, three.here, 'offer', { hours: '16' })
    await agrees(stage, servers.Gemeente, { author: carla, candidate: one.who, here: one.here, there: one.there })
    expect(await reads(carla, klus)).toContain('1 van 2 plaatsen vrij')
    await agrees(stage, servers.Waterschap, { author: carla, candidate: two.who, here: two.here, there: two.there })
    expect(await at(two.who, two.there)).toBe('Afspraak')
    await names(stage, three.who, three.there)
    await answers(stage, servers.Waterschap, 'given')
    await moves(stage, three.who, three.there, 'sign')
    for (const [who, path] of [
      [three.who, three.there],
      [carla, three.here],
    ] as const) {
      expect(await reads(who, path)).toContain('de laatste plaats was net vergeven')
    }
    // A place comes free: it stands open again.
    await moves(stage, one.who, one.there, 'cancel', { reason: 'ownWork', words: 'Het lukt niet.' })
    expect(await reads(carla, klus)).toContain('1 van 2 plaatsen vrij')
    expect((await servers.Gemeente.person('Noor Kok').then((noor) => finds(noor, 'Enquête afnemen'))).length).toBeGreaterThan(0) // prettier-ignore
  }, 180_000)

  describe.each(['interested', 'in_talks', 'offered', 'agreed', 'running', 'closing'] as const)(
    'ended when %s',
    (state) => {
      const agreed = ['agreed', 'running', 'closing'].includes(state)
      const words = 'Door drukte lukt het niet.'
      const ending = agreed ? 'Afgezegd' : 'Teruggetrokken'

      test.each(['the candidate', 'the author'] as const)(
        'by %s, with the reason for the other at once',
        async (by) => {
          const { carla, wim, servers } = stage
          const title = `Tot hier ${state} ${by}`
          const klus = await posts(stage, carla, title)
          const there = await responds(stage, wim, title, 'Graag.')
          const here = await responseOf(carla, klus, 'Wim')
          if (state === 'in_talks') await moves(stage, carla, here, 'talk')
          if (state === 'offered') await moves(stage, carla, here, 'offer', { hours: '16' })
          if (agreed) await agrees(stage, servers.Waterschap, { author: carla, candidate: wim, here, there })
          if (state === 'running' || state === 'closing') await moves(stage, wim, there, 'start')
          if (state === 'closing') await moves(stage, carla, here, 'complete', { learned: 'Veel.' })
          const candidate = by === 'the candidate'
          const [who, path] = candidate ? ([wim, there] as const) : ([carla, here] as const)
          const move = agreed ? 'cancel' : candidate ? 'withdraw' : 'reject'
          await moves(stage, who, path, move, move === 'withdraw' ? { words } : { reason: 'other', words })
          const [theirs, hers] = [await reads(wim, there), await reads(carla, here)]
          for (const text of [theirs, hers]) {
            expect(text).toContain(move === 'reject' ? 'Afgewezen' : ending)
            expect(text).toContain(words)
          }
          expect(await at(carla, klus)).toBe('Open')
          // The other is told; who did it himself is not.
          const other = candidate
            ? servers.Provincie.mail.to(carla.identity.email)
            : servers.Waterschap.mail.to(wim.identity.email)
          const own = candidate ? await reads(wim, '/notifications') : await reads(carla, '/notifications')
          const said =
            move === 'cancel' ? 'zegt de klus af' : move === 'withdraw' ? 'trekt zich terug' : 'wijst de interesse af'
          const about = `${said}: “${title}”`
          expect([other.at(-1)?.subject.includes(about), own.includes(about)]).toEqual([true, false])
          // Nothing of it is silently deleted after the first interest.
          const kept = await carla.visits(`${klus}/delete`)
          expect([kept.text.includes('wel afzeggen'), kept.has('button', 'Verwijderen')]).toEqual([true, false])
          const headers = { cookie: carla.cookie, origin: carla.origin }
          const forced = await fetch(new URL(`${klus}/delete`, carla.origin), { method: 'POST', headers })
          expect(forced.status).toBe(409)
          expect((await carla.visits(klus)).status).toBe(200)
        },
        120_000,
      )
    },
  )

  test('the author cancels the klus itself: everybody who is busy with it reads why', async () => {
    const { carla, aisha, wim, servers } = stage
    const klus = await posts(stage, carla, 'Gaat niet door', { own_places: '2' })
    const there = await responds(stage, aisha, 'Gaat niet door', 'Graag.')
    const other = await responds(stage, wim, 'Gaat niet door', 'Ik ook.')
    const here = await responseOf(carla, klus, 'Aïsha')
    await agrees(stage, servers.Gemeente, { author: carla, candidate: aisha, here, there })
    const manage = `/klussen/${klus.split('/').at(-1)}/manage`
    const done = await carla.submits(manage, { field: 'reason' }, { reason: 'Het budget is weg.' })
    expect(done.text).toContain('Je klus is afgezegd.')
    await stage.network.settle()
    // Also in the mail of who did not read what came before.
    const mailed = [servers.Gemeente.mail.to(aisha.identity.email), servers.Waterschap.mail.to(wim.identity.email)]
    expect(mailed.map((mails) => mails.at(-1)?.subject)).toEqual([
      'Carla de Wit zegt de klus af: die is niet meer nodig: “Gaat niet door”',
      'Carla de Wit wijst je interesse af: de klus gaat niet door: “Gaat niet door”',
    ])
    for (const [who, path, ending] of [
      [aisha, there, 'Afgezegd'],
      [wim, other, 'Afgewezen'],
    ] as const) {
      const text = await reads(who, path)
      expect([text.includes(ending), text.includes('Het budget is weg.')]).toEqual([true, true])
    }
    await expect(finds(wim, 'Gaat niet door')).rejects.toThrow()
  }, 120_000)

  test('help offered: who needs it responds and confirms the hours; the manager is of who offers', async () => {
    const { aisha, wim, servers } = stage
    const mo = { name: 'Mo Manager', email: 'mo@example.nl' }
    const klus = await posts(stage, aisha, 'Ik kan presenteren', { own_purpose: 'offer' })
    const there = await responds(stage, wim, 'Ik kan presenteren', 'Ons congres zoekt iemand.')
    const here = await responseOf(aisha, klus, 'Wim')
    await moves(stage, aisha, here, 'offer', { hours: '8' })
    await names(stage, aisha, here, mo)
    await answers(stage, servers.Gemeente, 'given', '', mo)
    await moves(stage, wim, there, 'sign')
    expect([await at(aisha, here), await at(wim, there)]).toEqual(['Afspraak', 'Afspraak'])
    await moves(stage, aisha, here, 'start')
    await moves(stage, aisha, here, 'logHours', { hours: '8', what: 'Twee dagen' })
    await moves(stage, wim, there, 'confirmHours')
    expect(await reads(aisha, here)).toContain('8 van 8 uur geschreven, 8 bevestigd.')
    await complete(stage, { client: wim, clientPath: there, worker: aisha, workerPath: here })
    expect([await at(aisha, here), await at(wim, there)]).toEqual(['Terugblik', 'Terugblik'])
    expect(await reads(wim, there)).toContain('Graag nog eens, zegt Aïsha.')
  }, 120_000)

  test('nobody answers: a manager has 14 days, whenever he is asked; after its last day a klus expires, and its author hears that', async () => {
    const { carla, aisha, servers } = stage
    const klus = await posts(stage, carla, 'Wacht lang')
    const there = await responds(stage, aisha, 'Wacht lang', 'Graag.')
    const here = await responseOf(carla, klus, 'Aïsha')
    await moves(stage, carla, here, 'offer', { hours: '16' })
    await passes(10)
    await names(stage, aisha, there)
    await passes(6)
    expect(await at(aisha, there)).toBe('Aanbod')
    const open = await fetch(servers.Gemeente.mail.linkTo(MANAGER.email))
    expect([open.status, (await open.text()).includes('Antwoorden kan tot')]).toEqual([200, true])
    await passes(9)
    for (const [who, path] of [
      [aisha, there],
      [carla, here],
    ] as const) {
      expect(await reads(who, path)).toContain('binnen 14 dagen geen antwoord')
    }
    const told = await reads(carla, '/notifications')
    for (const words of ['(langer zoeken kan bij Bewerken): “Wacht lang”', 'gaf niet op tijd antwoord'])
      expect(told).toContain(words)
    const late = await fetch(servers.Gemeente.mail.linkTo(MANAGER.email))
    expect(late.status).toBe(410)
    expect(await reads(carla, klus)).toContain('Verlopen')
    await expect(finds(aisha, 'Wacht lang')).rejects.toThrow()
  }, 120_000)

  /** Days, with what they do on all pleinen; both have signed in again by then. */
  async function passes(days: number): Promise<void> {
    const { network, carla, aisha } = stage
    network.clock.advance(days * DAY)
    await timePasses(stage)
    for (const who of [carla, aisha]) await who.signsIn()
  }
})
