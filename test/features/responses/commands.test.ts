// Responses on one plein, on both databases: who may, places, signatures, time, talk, and never one place too many.
import { beforeAll, expect, test } from '@jest/globals'
import { system } from '../../../src/core/viewer.ts'
import { createContent, editContent, getContent } from '../../../src/features/content/index.ts'
import {
  beginResponse,
  decideAsManager,
  endAll,
  getCaseOf,
  listRefusable,
  makeDueMoves,
  makeMove,
  refuseOthers,
  responseLimits,
  sendMessage,
  takeStep,
} from '../../../src/features/responses/index.ts'
import { type ContentId, newId, type ResponseId } from '../../../src/lib/id.ts'
import { kinds } from '../../../src/kinds/index.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { dyingAfter, Killed } from '../../kit/dying.ts'
import { responses } from '../../../src/features/responses/feature.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from '../groups/people-and-groups.ts'
import { documentOf, type TrialResponse } from './trial/flow.ts'
import { trial } from './trial/kind.ts'

const DAY = 24 * 3_600_000

eachDatabase('responses', (open) => {
  let world: TestContext
  let anna: TestContext
  const candidates: TestContext[] = []

  beforeAll(async () => {
    world = testContext(open(), { kinds: [...kinds, trial], viewer: system })
    anna = await person(world, 'anna')
    for (const name of ['bob', 'cees', 'dirk', 'emma']) candidates.push(await person(world, name))
  })

  const [bob, cees, dirk] = [() => at(0), () => at(1), () => at(2)]
  function at(index: number): TestContext {
    return candidates[index] as TestContext
  }

  function item(data: { hours?: number; places?: number } = {}): Promise<ContentId> {
    return createContent(anna, {
      kind: 'trial',
      title: 'Meelezen',
      body: 'Tekst',
      audience: 'public',
      data: { hours: 20, placesLeft: data.places ?? 1, ...data },
    })
  }
  const motivation = (words = 'Graag') => ({ move: 'apply', payload: { motivation: words } })
  const applies = (who: TestContext, contentId: ContentId) => beginResponse(who, { contentId }, motivation())
  const offers = (id: string, hours: unknown = 20) => makeMove(anna, id, { move: 'offer', payload: { hours } })
  const signs = (who: TestContext, id: string) => makeMove(who, id, { move: 'sign', payload: {} })
  const consents = (id: string) =>
    decideAsManager(world, id, { move: 'consent', payload: { manager: 'Mo', conditions: 'Op vrijdag' } })
  const standing = async (id: string) => (await getCaseOf(world, id)).response
  const stateOf = async (id: string) => (await standing(id)).state
  const dataOf = async (id: string) => (await standing(id)).data as TrialResponse
  const subjectOf = async (id: string) => (await getCaseOf(world, id)).content.data

  test('from interest to agreement: three signatures over the same text', async () => {
    const contentId = await item()
    const before = world.told('content.edited').length
    const id = await applies(bob(), contentId)
    expect(await standing(id)).toMatchObject({ state: 'interested', version: 1, ended: false, deadline: null })
    // Responded is nobody's affair elsewhere.
    expect(await subjectOf(id)).toMatchObject({ responded: true, placesLeft: 1 })
    expect(world.told('content.edited')).toHaveLength(before)
    await offers(id)
    expect((await standing(id)).deadline).not.toBeNull()
    await signs(bob(), id)
    expect(await stateOf(id)).toBe('offered')
    await consents(id)
    expect(await stateOf(id)).toBe('agreed')
    expect(await subjectOf(id)).toMatchObject({ placesLeft: 0 })
    expect(world.told('content.edited')).toHaveLength(before + 1)
    const { terms, proofs } = await dataOf(id)
    if (!terms) throw new Error('no terms')
    const { author, respondent } = await getCaseOf(world, id)
    const signers = await Promise.all(
      [proofs.author, proofs.respondent, proofs.manager].map((proof) => world.proofs.signer(documentOf(terms), proof)),
    )
    expect(signers.map((signer) => signer?.id)).toEqual([author.id, respondent.id, signers[2]?.id])
    expect(signers[2]?.type).toBe('instance')
    const moves = world.told('response.moved').filter((one) => one.responseId === id)
    expect(moves.map((one) => `${one.byMaker} ${one.move} ${one.before}>${one.after} ${one.version}`)).toEqual([
      'respondent apply new>interested 1',
      'author offer interested>offered 2',
      'respondent sign offered>offered 3',
      'manager consent offered>agreed 4',
    ])
  })

  test('nobody makes what is not his to make, or not now', async () => {
    const contentId = await item()
    const id = await applies(bob(), contentId)
    const refusals: [() => Promise<unknown>, string][] = [
      [() => applies(anna, contentId), 'response.ownItem'],
      [() => makeMove(bob(), id, { move: 'offer', payload: { hours: 5 } }), 'response.notYours'],
      [() => signs(bob(), id), 'response.notYet'],
      [() => signs(cees(), id), 'response.notFound'],
      [() => makeMove(world.as({ type: 'guest' }), id, motivation()), 'error.signInFirst'],
      [() => makeMove(anna, id, { move: 'dance', payload: {} }), 'response.noSuchMove'],
      [() => makeMove(anna, id, { move: 'constructor', payload: {} }), 'response.noSuchMove'],
      [() => offers(id, 'veel'), 'response.badStep'],
      [() => applies(bob(), contentId), 'response.tooLate'],
      [() => makeMove(anna, id, { move: 'expire', payload: {} }), 'response.notYours'],
      [() => makeMove(anna, 'x', motivation()), 'response.notFound'],
      [() => decideAsManager(world, id, { move: 'offer', payload: { hours: 1 } }), 'response.notFound'],
    ]
    for (const [act, code] of refusals) await expect(act()).rejects.toMatchObject({ code })
    await editContent(anna, contentId, { data: { hours: 20, closed: true } })
    await expect(applies(cees(), contentId)).rejects.toMatchObject({ code: 'trial.closed' })
    expect(await standing(id)).toMatchObject({ state: 'interested', version: 1 })
  })

  test('the author refuses several at once, each for himself; nobody else does, and nobody is refused unasked', async () => {
    const contentId = await item({ places: 2 })
    const ids: ResponseId[] = []
    for (const who of candidates.slice(0, 3)) ids.push(await applies(who, contentId))
    const content = await getContent(anna, contentId)
    const payload = { reason: 'Een ander past beter.' }
    await expect(refuseOthers(bob(), content, { ids, payload })).rejects.toMatchObject({ status: 404 })
    await expect(refuseOthers(anna, content, { ids: ['x'], payload })).rejects.toMatchObject({ status: 422 })
    await expect(refuseOthers(anna, content, { ids, payload: { reason: ' ' } })).rejects.toMatchObject({ status: 422 })
    expect(await Promise.all(ids.map(stateOf))).toEqual(['interested', 'interested', 'interested'])
    // Whose process is killed after its first transaction has told both, or neither.
    await refuseOthers(dyingAfter(anna, 1), content, { ids: ids.slice(1), payload })
    expect(await Promise.all(ids.map(stateOf))).toEqual(['interested', 'declined', 'declined'])
    expect((await listRefusable(anna, content)).map(({ id }) => id)).toEqual(ids.slice(0, 1))
    expect(await listRefusable(bob(), content)).toEqual([])
  })

  test('who may not see the item cannot respond to it', async () => {
    const contentId = await createContent(anna, {
      kind: 'trial', title: 'Prive', body: 'Tekst', audience: 'private', data: { hours: 5 } }) // prettier-ignore
    await expect(applies(bob(), contentId)).rejects.toMatchObject({ code: 'content.notFound' })
    await beginResponse(anna, { contentId, respondentId: idOf(bob()) }, { move: 'invite', payload: {} })
    expect(await stateOf(await applies(bob(), contentId))).toBe('interested')
  })

  test('four sign for the last place at the same moment: one has it, three read that it is full', async () => {
    for (const places of [1, 3]) {
      const contentId = await item({ places })
      const ids: ResponseId[] = []
      for (const who of candidates) ids.push(await applies(who, contentId))
      for (const id of ids) await offers(id)
      for (const id of ids) await consents(id)
      await Promise.all(ids.map((id, index) => signs(at(index), id)))
      const states = await Promise.all(ids.map(stateOf))
      expect(states.toSorted()).toEqual([...Array(places).fill('agreed'), ...Array(4 - places).fill('declined')])
      expect(await subjectOf(ids[0] as string)).toMatchObject({ placesLeft: 0 })
    }
  })

  test('steps at the same moment are taken one after the other, none is lost', async () => {
    const id = await applies(bob(), await item())
    await offers(id)
    await consents(id)
    await signs(bob(), id)
    const logs = Array.from({ length: 8 }, () => makeMove(bob(), id, { move: 'logHours', payload: { hours: 1 } }))
    await Promise.all(logs)
    expect((await dataOf(id)).log).toHaveLength(8)
    expect(new Set((await dataOf(id)).log.map((entry) => entry.id)).size).toBe(8)
    expect((await standing(id)).version).toBe(12)
    const over = makeMove(bob(), id, { move: 'logHours', payload: { hours: 15 } })
    await expect(over).rejects.toMatchObject({ code: 'trial.tooManyHours' })
  })

  test('one from elsewhere that comes before the step it follows is judged after that', async () => {
    const contentId = await item()
    const id = await applies(bob(), contentId)
    await offers(id)
    const [first, second] = [1, 2].map((number) => `https://elders.example/ap/steps/${id}${number}`) as [string, string]
    const told = (iri: string, move: string, previousIri: string | undefined) => {
      const from = { proof: undefined, previousIri }
      const by = { contentId, respondentId: idOf(bob()), maker: 'respondent', actorId: idOf(bob()) } as const
      return takeStep(world, { ...by, move, payload: {}, iri, from })
    }
    // What is signed with it cannot hold yet: that is no reason to refuse it.
    await expect(told(second, 'sign', first)).rejects.toMatchObject({ code: 'response.tooEarly' })
    expect(await told(first, 'withdraw', undefined)).toMatchObject({ outcome: 'done' })
    expect(await told(second, 'sign', first)).toMatchObject({ outcome: 'refused' })
    expect(await stateOf(id)).toBe('withdrawn')
  })

  test('a new offer while one signs the old one: nobody has signed what he did not see', async () => {
    const id = await applies(bob(), await item())
    await offers(id, 10)
    await Promise.allSettled([signs(bob(), id), offers(id, 30)])
    const { terms, proofs } = await dataOf(id)
    expect(terms?.hours).toBe(30)
    if (proofs.respondent) {
      expect((await world.proofs.signer(documentOf(terms as never), proofs.respondent))?.id).toBe(idOf(bob()))
    }
  })

  test('time makes its moves, once, and only when they are due', async () => {
    const contentId = await item()
    const id = await applies(bob(), contentId)
    await offers(id)
    expect(await makeDueMoves(world)).toBe(0)
    world.pass(13 * DAY)
    expect(await makeDueMoves(world)).toBe(0)
    world.pass(2 * DAY)
    expect(await makeDueMoves(world)).toBeGreaterThanOrEqual(1)
    expect(await standing(id)).toMatchObject({ state: 'expired', ended: true, deadline: null })
    expect(await makeDueMoves(world)).toBe(0)
  })

  test('who withdrew may come back; the row stays one', async () => {
    const contentId = await item()
    const id = await applies(bob(), contentId)
    await makeMove(bob(), id, { move: 'withdraw', payload: {} })
    expect(await standing(id)).toMatchObject({ state: 'withdrawn', ended: true })
    expect(await applies(bob(), contentId)).toBe(id)
    expect(await standing(id)).toMatchObject({ state: 'interested', version: 3, ended: false })
  })

  test('the author ends all that still goes on, and may do so again', async () => {
    const contentId = await item({ places: 2 })
    const ids = [await applies(bob(), contentId), await applies(cees(), contentId), await applies(dirk(), contentId)]
    await offers(ids[0] as string)
    await consents(ids[0] as string)
    await signs(bob(), ids[0] as string)
    await makeMove(dirk(), ids[2] as string, { move: 'withdraw', payload: {} })
    const moves = [
      { move: 'finish', payload: {} },
      { move: 'reject', payload: { reason: 'Het gaat niet door' } },
    ]
    expect(await endAll(world, contentId, moves)).toBe(2)
    expect(await Promise.all(ids.map(stateOf))).toEqual(['done', 'declined', 'withdrawn'])
    expect(await endAll(world, contentId, moves)).toBe(0)
  })

  test('each of the two has room of his own to write in', async () => {
    const id = await applies(bob(), await item())
    const { respondentId } = (await getCaseOf(world, id)).response
    const most = responseLimits.messagesEach
    const rows = Array.from({ length: most - 1 }, (_, index) => ({
      id: newId<'responseMessage'>(),
      iri: `urn:x:${id}:${index}`,
      responseId: id,
      authorId: respondentId,
      body: 'Hoi',
      html: '<p>Hoi</p>',
      created: world.clock.now(),
      read: null,
      outcome: 'done' as const,
      refusal: null,
      tries: 0,
      sendAgain: null,
    }))
    await world.transaction((tx) => tx.insertInto('responseMessage').values(rows).execute())
    await sendMessage(bob(), id, 'De laatste die past')
    await expect(sendMessage(bob(), id, 'Nog een')).rejects.toMatchObject({
      code: 'response.tooManyMessages',
      params: { most },
    })
    await sendMessage(anna, id, 'Ik heb nog ruimte')
    const counted = await world.db
      .selectFrom('responseMessage')
      .select('authorId')
      .where('responseId', '=', id)
      .execute()
    expect(counted).toHaveLength(most + 1)
  })

  test('time ends nothing that somebody saved at that very moment, and looks at it again later', async () => {
    const id = await applies(bob(), await item())
    await offers(id)
    world.pass(100 * DAY)
    let isFirst = true
    const transaction: TestContext['transaction'] = async (work) => {
      if (isFirst) {
        isFirst = false
        await offers(id, 12)
      }
      return world.transaction(work)
    }
    expect(await makeDueMoves({ ...world, transaction })).toBe(0)
    const { state, version, deadline } = await standing(id)
    expect([state, version, (deadline ?? '') > world.clock.now()]).toEqual(['offered', 3, true])
    world.pass(100 * DAY)
    expect([await makeDueMoves(world), await stateOf(id)]).toEqual([1, 'expired'])
  })

  test('who is cut off after his message was kept is in talks all the same', async () => {
    const id = await applies(bob(), await item())
    await expect(sendMessage(dyingAfter(anna, 1), id, 'Kun je maandag?')).rejects.toThrow(Killed)
    expect(await stateOf(id)).toBe('interested')
    const event = world.events.findLast(({ name }) => name === 'response.messaged')
    const hears = () =>
      responses.listeners?.['response.messaged']?.(world, { ...event, occurred: '' } as never, {} as never)
    await hears()
    await hears()
    expect(await standing(id)).toMatchObject({ state: 'inTalks', version: 2 })
  })

  test("the author's first message is the move talk; others cannot write", async () => {
    const id = await applies(bob(), await item())
    await sendMessage(bob(), id, 'Wanneer begint het?')
    expect(await stateOf(id)).toBe('interested')
    await sendMessage(anna, id, 'Maandag. **Kun je dan?**')
    expect(await stateOf(id)).toBe('inTalks')
    await sendMessage(anna, id, 'Of dinsdag.')
    expect((await standing(id)).version).toBe(2)
    for (const who of [cees(), world]) {
      await expect(sendMessage(who, id, 'Hoi')).rejects.toMatchObject({ code: 'response.notFound' })
    }
    await expect(sendMessage(bob(), id, ' ')).rejects.toMatchObject({ code: 'error.invalid' })
    await expect(sendMessage(bob(), id, 'x'.repeat(5001))).rejects.toMatchObject({ code: 'error.invalid' })
    const rows = await world.db
      .selectFrom('responseMessage')
      .select(['html', 'read'])
      .where('responseId', '=', id)
      .orderBy('created')
      .execute()
    expect(rows.map((row) => row.html)).toEqual([
      expect.stringContaining('Wanneer'),
      expect.stringContaining('<strong>Kun je dan?</strong>'),
      expect.stringContaining('dinsdag'),
    ])
  })
})
