// A query that looks at the viewer is compiled once for each sort of viewer, and asks for whoever comes with it.
import { beforeAll, expect, test } from '@jest/globals'
import type { Ctx } from '../../src/core/context.ts'
import { preparedFor } from '../../src/core/prepared-for.ts'
import { guest, system, type Viewer } from '../../src/core/viewer.ts'
import { putSetting } from '../../src/features/instances/index.ts'
import type { AccountId, ActorId } from '../../src/lib/id.ts'
import { testContext } from '../kit/context.ts'
import { eachDatabase } from '../kit/databases.ts'

const person = (id: string, admin = false): Viewer => ({
  type: 'person',
  personId: id as ActorId,
  accountId: `account of ${id}` as AccountId,
  admin,
})
const server = (host: string, allowed: boolean, id?: string): Viewer => ({
  type: 'remote',
  host,
  allowed,
  ...(id ? { personId: id as ActorId } : {}),
})

eachDatabase('queries for a viewer', (open) => {
  let built: string[] = []
  /** Settings that are called after the viewer. */
  const own = preparedFor((db, viewer, { value }: { value?: string }) => {
    built.push(viewer.type)
    const rows = db.selectFrom('setting').select('name').orderBy('name')
    const asked = value ? rows.where('value', '=', value) : rows
    if (viewer.type === 'system') return asked
    if (viewer.type === 'guest') return asked.where('name', '=', 'everybody')
    if (viewer.type === 'person')
      return asked.where('name', 'in', [viewer.personId, viewer.accountId, viewer.admin ? 'admins' : 'everybody'])
    const names = [viewer.host, ...(viewer.allowed ? ['allowed'] : []), ...(viewer.personId ? [viewer.personId] : [])]
    return asked.where('name', 'in', names)
  })

  beforeAll(async () => {
    const names = ['jan', 'account of jan', 'ann', 'everybody', 'admins', 'allowed', 'a.example', 'b.example', 'kim']
    await open().transaction(async (tx) => {
      for (const name of names) await putSetting(tx, name, name === 'ann' ? 'two' : 'one')
    })
  })

  async function seenBy(viewer: Viewer, given: { value?: string } = {}): Promise<string[]> {
    const values = given.value ? { value: JSON.stringify(given.value) } : {}
    const ctx: Ctx = { ...testContext(open()), viewer }
    return (await own.all(ctx, values)).map(({ name }) => name).filter((name) => name !== 'setUp')
  }

  test('everybody sees the own, whoever asked before', async () => {
    built = []
    for (const _ of ['first', 'again']) {
      expect(await seenBy(person('jan'))).toEqual(['account of jan', 'everybody', 'jan'])
      expect(await seenBy(person('ann'))).toEqual(['ann', 'everybody'])
      expect(await seenBy(person('ann', true))).toEqual(['admins', 'ann'])
      expect(await seenBy(guest)).toEqual(['everybody'])
      expect(await seenBy(server('a.example', false))).toEqual(['a.example'])
      expect(await seenBy(server('b.example', false))).toEqual(['b.example'])
      expect(await seenBy(server('b.example', true))).toEqual(['allowed', 'b.example'])
      expect(await seenBy(server('b.example', true, 'kim'))).toEqual(['allowed', 'b.example', 'kim'])
      expect(await seenBy(system)).toHaveLength(9)
    }
    expect(built).toEqual(['person', 'person', 'guest', 'remote', 'remote', 'remote', 'system'])
  })

  test('what is asked for makes another query than what is not', async () => {
    expect(await seenBy(system, { value: 'two' })).toEqual(['ann'])
    expect(await seenBy(person('ann'), { value: 'one' })).toEqual(['everybody'])
    expect(await seenBy(person('ann'), { value: 'two' })).toEqual(['ann'])
    expect(await seenBy(person('ann'))).toEqual(['ann', 'everybody'])
  })
})
