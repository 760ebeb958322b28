// Hosts on both databases: trust with reasons, what is remembered, and who may change it.
import { expect, test } from '@jest/globals'
import { system } from '../../../src/core/viewer.ts'
import { federation } from '../../../src/features/instances/federation.ts'
import {
  allowInstance,
  answerIntroduction,
  blockInstance,
  getHost,
  getSetting,
  hearIntroduction,
  hostFrom,
  INTRODUCTION_JOB,
  INTRODUCTION_MILLIS,
  listInstances,
  maySeeNetwork,
  neutralise,
  putSetting,
} from '../../../src/features/instances/index.ts'
import { organisationsOf, ownOrganisation, putOwnOrganisation } from '../../../src/features/organisations/index.ts'
import { millisOf } from '../../../src/lib/clock.ts'
import { newId } from '../../../src/lib/id.ts'
import { testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'

test('a host out of what somebody typed', () => {
  expect(hostFrom(' HTTPS://Plein.Elders.NL/g/x ')).toBe('plein.elders.nl')
  expect(hostFrom('@jan@127.0.0.1:3002')).toBe('127.0.0.1:3002')
  for (const bad of ['', ' ', 'a b', 'http://', '?', 'x:99999', '<script>']) expect(hostFrom(bad)).toBeUndefined()
})

test('the network is people here and allowed hosts', () => {
  expect(maySeeNetwork({ type: 'guest' })).toBe(false)
  expect(maySeeNetwork({ type: 'person', personId: newId(), accountId: newId(), admin: false })).toBe(true)
  expect(maySeeNetwork({ type: 'remote', host: 'a.test', allowed: false })).toBe(false)
  expect(maySeeNetwork({ type: 'remote', host: 'a.test', allowed: true })).toBe(true)
})

eachDatabase('instances', (open) => {
  test('trust changes by administrators only, never for the own host', async () => {
    const ctx = testContext(open(), { viewer: system })
    await blockInstance(ctx, 'https://elders.test', 'spam')
    expect(await getHost(ctx.db, 'elders.test')).toMatchObject({ trust: 'blocked', reason: 'spam' })
    expect(ctx.told('instance.blocked')).toEqual([{ host: 'elders.test' }])
    await allowInstance(ctx, 'elders.test', '')
    expect(await federation.hosts?.find(ctx, 'elders.test')).toMatchObject({ trust: 'allowed', form: null })
    await neutralise(ctx, 'elders.test')
    expect(await listInstances(ctx.db)).toMatchObject([{ host: 'elders.test', trust: 'neutral', reason: null }])
    await expect(blockInstance(ctx, 'plein.test', '')).rejects.toMatchObject({
      fields: { host: { code: 'instance.ownHost' } },
    })
    await expect(blockInstance(ctx, 'a b', '')).rejects.toMatchObject({ fields: { host: {} } })
    await expect(blockInstance(ctx, 'a.test', 'x'.repeat(501))).rejects.toMatchObject({ fields: { reason: {} } })
    const person = { type: 'person' as const, personId: newId<'actor'>(), accountId: newId<'account'>(), admin: false }
    await expect(blockInstance(ctx.as(person), 'a.test', '')).rejects.toMatchObject({ status: 403 })
  })

  test('who introduces itself again and again is answered once an hour', async () => {
    const ctx = testContext(open(), { viewer: system })
    const own = { host: 'druk.test', iri: 'https://druk.test/ap/instance' }
    const waiting = () =>
      ctx.db.selectFrom('job').select('runAt').where('key', '=', `${INTRODUCTION_JOB}:${own.host}`).execute()
    await hearIntroduction(ctx, own)
    expect(await waiting()).toEqual([])
    await allowInstance(ctx, own.host, '')
    for (let time = 0; time < 3; time++) await hearIntroduction(ctx, own)
    expect(await waiting()).toHaveLength(1)
    // As the worker does it: the job, and then it is gone.
    await answerIntroduction(ctx, own)
    await ctx.transaction((tx) => tx.deleteFrom('job').where('name', '=', INTRODUCTION_JOB).execute())
    expect(ctx.told('instance.met')).toEqual([{ ...own, by: 'them' }])
    ctx.pass(60_000)
    for (let time = 0; time < 3; time++) await hearIntroduction(ctx, own)
    const answered = (await getHost(ctx.db, own.host))?.introduced ?? ''
    const [later, ...more] = await waiting()
    expect(more).toEqual([])
    expect(Math.abs(millisOf(later?.runAt ?? '') - millisOf(answered) - INTRODUCTION_MILLIS)).toBeLessThan(1000)
    await blockInstance(ctx, own.host, '')
    await answerIntroduction(ctx, own)
    expect(ctx.told('instance.met')).toHaveLength(1)
  })

  test('what a host tells is remembered, and cannot rename this plein', async () => {
    const ctx = testContext(open(), { viewer: system })
    await ctx.transaction((tx) => putOwnOrganisation(tx, ctx.clock, { host: 'plein.test', name: 'Wij' }))
    const told = { software: 'mastodon', version: '4.7', form: 'object' as const, takesEd25519: true, name: 'Zij' }
    await federation.hosts?.remember(ctx, 'm.test', told)
    await federation.hosts?.remember(ctx, 'm.test', { scheme: 'cavage' })
    await federation.hosts?.remember(ctx, 'plein.test', { name: 'Gekaapt' })
    const hosts = await federation.hosts?.findMany(ctx, ['m.test', 'unknown.test'])
    expect(hosts?.get('m.test')).toMatchObject({
      software: 'mastodon',
      form: 'object',
      scheme: 'cavage',
      takesEd25519: true,
    })
    expect((await organisationsOf(ctx.db, ['m.test'])).get('m.test')?.name).toBe('Zij')
    expect((await ownOrganisation(ctx.db))?.name).toBe('Wij')
  })

  test('settings are kept as they were put', async () => {
    const ctx = testContext(open(), { viewer: system })
    await ctx.transaction((tx) => putSetting(tx, 'x', { a: [1, 'é'] }))
    await ctx.transaction((tx) => putSetting(tx, 'x', { a: [2] }))
    expect(await getSetting(ctx.db, 'x')).toEqual({ a: [2] })
    expect(await getSetting(ctx.db, 'y')).toBeUndefined()
  })
})
