// Pages of accounts, people and the network: every one drawn in both languages, forms that come back filled.
import { expect, test } from '@jest/globals'
import { renderToString } from 'preact-render-to-string'
import type { RemoteLookup } from '../../../src/core/federation.ts'
import type { PageAnswer, PageHandler, PageRequest } from '../../../src/core/pages.ts'
import { guest, type Viewer } from '../../../src/core/viewer.ts'
import { findSession, issueSetUpLink, personViewer } from '../../../src/features/accounts/index.ts'
import { accounts } from '../../../src/features/accounts/feature.ts'
import { instances } from '../../../src/features/instances/feature.ts'
import { people } from '../../../src/features/people/feature.ts'
import type { FileStore } from '../../../src/platform/files/store.ts'
import { translationsFrom } from '../../../src/platform/i18n/texts.ts'
import { textsOf } from '../../../src/registry.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'

const texts = translationsFrom(textsOf([]))
const handlers = new Map<string, PageHandler>()
for (const room of [accounts, people, instances]) {
  room.pages?.({
    get: (path, handler) => void handlers.set(`GET ${path}`, handler),
    post: (path, handler) => void handlers.set(`POST ${path}`, handler),
  })
}
const nobody = { webfinger: () => Promise.resolve(undefined) } as unknown as RemoteLookup
const PASSWORD = 'paarse fiets onder de brug'

interface Asked {
  readonly form?: Record<string, string>
  readonly query?: Record<string, string>
  readonly params?: Record<string, string>
  readonly locale?: 'nl' | 'en'
}

function ask(ctx: TestContext, route: string, asked: Asked = {}): Promise<PageAnswer> {
  const [method = 'GET', path = '/'] = route.split(' ')
  const handler = handlers.get(route)
  if (!handler) throw new Error(`no page ${route}`)
  const request: PageRequest = {
    ctx,
    path,
    url: path,
    params: asked.params ?? {},
    query: asked.query ?? {},
    form: asked.form ?? {},
    t: texts.in(asked.locale ?? 'nl'),
    method: method as 'GET' | 'POST',
    files: [],
    store: {} as FileStore,
    address: '192.0.2.1',
    userAgent: 'Firefox Linux',
    sessionId: undefined,
    lookup: nobody,
    fragment: false,
  }
  return handler(request)
}

function htmlOf(answer: PageAnswer): string {
  if (answer.type !== 'page') throw new Error(`a ${answer.type} where a page was expected`)
  return renderToString(answer.body)
}

eachDatabase('pages of accounts and people', (open) => {
  let world: TestContext | undefined
  const context = (viewer: Viewer = guest) => (world ??= testContext(open())).as(viewer)
  const anna = async () => context(await personViewer(open().db, 'anna'))

  test('set-up: the link opens the form, faults come back filled, then one is in', async () => {
    const ctx = context()
    expect(htmlOf(await ask(ctx, 'GET /setup'))).toContain('nog niet ingericht')
    const token = String((await issueSetUpLink(ctx))?.split('token=')[1])
    expect(htmlOf(await ask(ctx, 'GET /setup', { query: { token } }))).toContain(token)
    const form = {
      token,
      organisation: 'Gemeente <b>X</b>',
      type: 'gemeente',
      handle: 'An na',
      name: 'Anna "A" <i>',
      email: 'anna@x.example',
      password: 'kort',
    }
    const back = await ask(ctx, 'POST /setup', { form })
    expect(back).toMatchObject({ options: { status: 422 } })
    expect(htmlOf(back)).toContain('Gemeente &lt;b>X')
    expect(htmlOf(back)).not.toContain('kort"')
    const done = await ask(ctx, 'POST /setup', { form: { ...form, handle: 'anna', password: PASSWORD } })
    expect(done).toMatchObject({ type: 'redirect', to: '/', session: {} })
    expect(await ask(ctx, 'GET /setup')).toMatchObject({
      type: 'redirect',
      to: '/sign-in',
      flash: 'account.flash.setUpBefore',
    })
  })

  test('signing in: the same words for a wrong password and an unknown address; never off to elsewhere', async () => {
    const ctx = context()
    const wrong = await ask(ctx, 'POST /sign-in', {
      form: { email: 'anna@x.example', password: 'x', return: '/groups' },
    })
    const unknown = await ask(ctx, 'POST /sign-in', {
      form: { email: 'anne@x.example', password: 'x', return: '/groups' },
    })
    expect(wrong).toMatchObject({ options: { status: 422 } })
    expect(htmlOf(wrong).replaceAll('anna', 'anne')).toBe(htmlOf(unknown))
    const form = { email: 'anna@x.example', password: PASSWORD, return: 'https://evil.test/' }
    const right = await ask(ctx, 'POST /sign-in', { form })
    expect(right).toMatchObject({ type: 'redirect', to: '/' })
    const token = right.type === 'redirect' && right.session ? right.session.token : ''
    expect(await findSession(ctx, token)).toBeDefined()
  })

  test('every page is drawn in both languages', async () => {
    const ctx = await anna()
    const pages: [string, Asked?][] = [
      ['GET /settings/account'],
      ['GET /settings/sessions'],
      ['GET /settings/profile'],
      ['GET /admin'],
      ['GET /admin/people'],
      ['GET /admin/network'],
      ['GET /people', { query: { q: 'anna' } }],
      ['GET /people', { query: { q: 'nobody' } }],
      ['GET /search', { query: { q: 'anna' } }],
      ['GET /search', { query: { q: '@jan@nowhere.test' } }],
      ['GET /search'],
      ['GET /@:handle', { params: { handle: 'anna' } }],
      ['GET /@:handle/followers', { params: { handle: 'anna' } }],
      ['GET /@:handle/following', { params: { handle: 'anna' } }],
      ['GET /password-reset'],
    ]
    for (const [route, asked] of pages) {
      for (const locale of ['nl', 'en'] as const) {
        const html = htmlOf(await ask(ctx, route, { ...asked, locale }))
        expect([route, html.match(/<h1/g)?.length]).toEqual([route, 1])
        expect(html).not.toContain('undefined')
      }
    }
    const guestView = htmlOf(await ask(context(), 'GET /@:handle', { params: { handle: 'anna' } }))
    expect(guestView).toContain('Log in om te volgen')
  })

  test('an administrator invites, changes and blocks; others do not see that the pages are there', async () => {
    const ctx = await anna()
    const invited = await ask(ctx, 'POST /admin/people/invite', { form: { email: 'bo@x.example' } })
    const token = /invitation\?token=([\w-]+)/.exec(htmlOf(invited))?.[1] ?? ''
    expect(htmlOf(await ask(context(), 'GET /invitation', { query: { token } }))).toContain('bo@x.example')
    const joined = await ask(context(), 'POST /invitation', {
      form: { token, handle: 'bo', name: 'Bo', password: PASSWORD },
    })
    expect(joined).toMatchObject({ type: 'redirect', to: '/' })
    const again = await ask(ctx, 'POST /admin/people/invite', { form: { email: 'bo@x.example' } })
    expect(again).toMatchObject({ options: { status: 422 } })
    const blocked = await ask(ctx, 'POST /admin/network', {
      form: { host: 'elders.test', trust: 'blocked', reason: 'spam' },
    })
    expect(blocked).toMatchObject({ type: 'redirect' })
    expect(htmlOf(await ask(ctx, 'GET /admin/network'))).toContain('spam')
    const bo = context(await personViewer(ctx.db, 'bo'))
    for (const route of ['GET /admin', 'GET /admin/people', 'GET /admin/network', 'POST /admin/people/change']) {
      await expect(ask(bo, route)).rejects.toMatchObject({ status: 404 })
    }
    const followed = await ask(bo, 'POST /@:handle/follow', { params: { handle: 'anna' } })
    expect(followed).toMatchObject({ to: '/@anna', flash: 'person.flash.followed' })
    expect(htmlOf(await ask(bo, 'GET /@:handle', { params: { handle: 'anna' } }))).toContain('Niet meer volgen')
    const saved = await ask(bo, 'POST /settings/profile', {
      form: { name: 'Bo', jobTitle: 'Jurist', unit: '', topics: '', about: 'Hoi' },
    })
    expect(saved).toMatchObject({ to: '/@bo' })
  })
})
