// The matrix of who sees what through which door: every cell on the real app, against the rule in words.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { ContentId } from '../../src/lib/id.ts'
import { openDatabase } from '../../src/platform/db/database.ts'
import { expectedAt, knowsGroup, sees } from './visibility/rule.ts'
import { type Answer, doors, look } from './visibility/doors.ts'
import { handleOf, type Looker, setStage, type Stage } from './visibility/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.close())

test.each(doors.map((door) => [door.name, door] as const))('%s', async (_, door) => {
  const wrong: string[] = []
  for (const looker of stage.lookers.filter((one) => door.for.includes(one.is))) {
    const shown = await door.shown(stage, looker)
    for (const item of stage.items) {
      const expected = expectedAt(door.rule, looker, item)
      if (shown.has(item.name) !== expected) {
        wrong.push(`${looker.name} ${expected ? 'does not see' : 'sees'} ${item.name}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('a group that is hidden is there for members only, through every door', async () => {
  const { plein, lookers, groups } = stage
  const wrong: string[] = []
  function check(who: string, what: string, is: boolean, expected: boolean): void {
    if (is !== expected) wrong.push(`${who}, ${what}: ${String(is)}`)
  }
  for (const looker of lookers) {
    for (const access of ['open', 'closed', 'hidden'] as const) {
      const knows = knowsGroup(looker, access)
      const seesOutside = looker.is !== 'server' ? knows : access !== 'hidden'
      const handle = handleOf(access)
      const name = `Naam-${access}`
      const is = async (path: string, test: (answer: Answer) => boolean) => test(await look(stage, looker, path))
      const ok = (answer: Answer) => answer.status === 200
      const named = (answer: Answer) => answer.body.includes(name)
      const actor = `/ap/actors/${groups[access]}`
      const subject = `${looker.name} and ${access}`
      for (const part of ['', '/followers', '/following', '/outbox', '/featured', '/moderators']) {
        if (looker.is === 'person') continue
        check(subject, `actor${part}`, await is(`${actor}${part}`, ok), knows && part !== '/following')
      }
      for (const resource of [
        `acct:${handle}@${plein.host}`,
        `${plein.origin}${actor}`,
        `${plein.origin}/g/${handle}`,
      ]) {
        const path = `/.well-known/webfinger?resource=${encodeURIComponent(resource)}`
        check(subject, `WebFinger of ${resource}`, await is(path, ok), access !== 'hidden')
      }
      if (looker.is === 'server') continue
      check(subject, 'page', await is(`/g/${handle}`, ok), seesOutside)
      check(subject, 'directory', await is('/groups', named), seesOutside)
      check(subject, 'search', await is(`/search?q=naam-${access}`, named), seesOutside)
      check(subject, 'start', await is('/', named), seesOutside)
      check(subject, 'Atom', await is(`/g/${handle}/atom`, ok), access === 'open')
      const seesMembers = looker.is === 'person' && (access === 'open' || looker.member === true)
      check(subject, 'members', await is(`/g/${handle}/members`, ok), seesMembers)
      if (looker.is !== 'person') continue
      check(subject, 'what Lid follows', await is('/@lid/following', named), seesOutside)
      const pasted = await look(stage, looker, `/search?q=${encodeURIComponent(`@${handle}@${plein.host}`)}`)
      check(subject, 'pasted address', pasted.status === 303, seesOutside)
      const link = await look(stage, looker, `/search?q=${encodeURIComponent(`${plein.origin}${actor}`)}`)
      check(subject, 'pasted link', link.status === 303 && link.location === `/g/${handle}`, seesOutside)
    }
  }
  expect(wrong).toEqual([])
})

test('nobody acts on what he does not see', async () => {
  const wrong: string[] = []
  for (const looker of stage.lookers.filter((one) => one.name === 'colleague' || one.name === 'administrator')) {
    for (const item of stage.items.filter((one) => !sees(looker, one))) {
      const acts = ['comment', 'like', 'share', 'edit', 'delete'].map((act) => `/item/${item.id}/${act}`)
      for (const path of [...acts, `/comment/${item.commentId}/like`, `/comment/${item.commentId}/delete`]) {
        const { status } = await look(stage, looker, path, { method: 'POST', body: 'body=x&title=x' })
        if (status !== 404) wrong.push(`${looker.name} ${path} ${item.name}: ${status}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('who leaves a closed group is shown nothing of it any more, not even what he was told of', async () => {
  const member = stage.lookers.find((one) => one.name === 'member') as Looker
  const title = 'Stuk-group-in-closed'
  expect((await look(stage, member, '/notifications')).body).toContain(title)
  await member.person?.leaves(handleOf('closed'))
  expect((await look(stage, member, '/notifications')).body).not.toContain(title)
})

test('what another process hides is gone from a page that was read just before', async () => {
  const colleague = stage.lookers.find((one) => one.name === 'colleague') as Looker
  const item = stage.items.find((one) => one.name === 'public-in-open') as (typeof stage.items)[number]
  const page = async () => (await look(stage, colleague, `/g/${handleOf('open')}`)).body
  expect(await page()).toContain(item.id)
  expect(await page()).toContain(item.id)
  const other = openDatabase(stage.plein.databaseUrl)
  await other.transaction((tx) =>
    tx
      .updateTable('content')
      .set({ state: 'hidden' })
      .where('id', '=', item.id as ContentId)
      .execute(),
  )
  await other.close()
  expect(await page()).not.toContain(item.id)
})
