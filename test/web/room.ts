// A room with a page of every sort, and a visitor who asks for them over real HTTP.
import { h } from 'preact'
import { Conflict, Forbidden, Gone, Unavailable } from '../../src/core/errors.ts'
import { z } from '../../src/lib/schema.ts'
import { adminOnly, file, form, page, redirect, signedIn } from '../../src/web/kit.ts'
import type { WebFeature } from '../../src/web/server.ts'
import { ErrorSummary, Form, formState, TextField } from '../../views/ds/index.ts'
import { type OpenFrame, sessionCookie } from './frame-kit.ts'

let views = 0
const schema = z.object({
  title: z.string().trim().min(1).max(20),
  email: z.email(),
  age: z.coerce.number().max(99).optional(),
})

export const room: WebFeature = {
  name: 'room',
  pages(routes) {
    const answer = (title: string) => page(title, h('h1', null, title))
    routes.get('/public', async () =>
      page('Open', h('h1', null, `Open ${++views}`), { public: true, description: 'Wat open is' }),
    )
    routes.get('/mine', async (request) => answer(`Hallo ${signedIn(request).personId}`))
    routes.get('/secret', async (request) => answer(String(adminOnly(request).admin)))
    routes.get('/feed', async () => file('application/atom+xml', '<feed/>', { 'Cache-Control': 'public, max-age=60' }))
    routes.get('/echo/:word', async ({ params, query }) => answer(JSON.stringify([params, query])))
    routes.get('/gone', async () => Promise.reject(new Gone()))
    routes.get('/forbidden', async () => Promise.reject(new Forbidden()))
    routes.get('/unavailable', async () => Promise.reject(new Unavailable()))
    routes.get('/away', async () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })))
    routes.get('/broken', async () => Promise.reject(new Error('the secret reason')))
    routes.post('/echo', async ({ form: fields, files }) =>
      answer(JSON.stringify([fields, files.map((one) => [one.field, one.fileName, one.mimeType, one.bytes.length])])),
    )
    routes.post('/out', async () => redirect('https://evil.example/', 'error.gone'))
    routes.post('/in', async () => redirect('/', undefined, { token: 'jan', expires: new Date('2100-01-01') }))
    for (const add of [routes.get, routes.post]) {
      add('/form', async (request) =>
        form(request, {
          schema,
          show: (values, faults) => {
            const state = formState(request.t, values, faults)
            const fields = ['title', 'email', 'age'].map((name) => h(TextField, { ...state.field(name), label: name }))
            const summary = h(ErrorSummary, { title: request.t('form.faults'), faults: state.faults })
            return page('Form', h('div', null, h('h1', null, 'Form'), h(Form, { children: [summary, ...fields] })))
          },
          submit: async (input) => {
            signedIn(request)
            if (input.title === 'taken') throw new Conflict('error.invalid', { field: 'title' })
            return redirect('/public', 'error.gone')
          },
        }),
      )
    }
  },
}

export interface Ask extends RequestInit {
  as?: 'jan' | 'beheer' | 'ended'
  headers?: Record<string, string>
}

export async function ask(
  frame: OpenFrame,
  path: string,
  { as, ...init }: Ask = {},
): Promise<Response & { html: string }> {
  const cookie = as ? { cookie: sessionCookie(frame.origin, as) } : {}
  const headers = { 'accept-language': 'nl', ...cookie, ...init.headers }
  const answer = await fetch(frame.origin + path, { redirect: 'manual', ...init, headers })
  return Object.assign(answer, { html: await answer.text() })
}

export function post(
  frame: OpenFrame,
  path: string,
  fields: Record<string, string>,
  options: Ask = {},
): ReturnType<typeof ask> {
  const headers = { origin: frame.origin, 'sec-fetch-site': 'same-origin', ...options.headers }
  return ask(frame, path, { method: 'POST', body: new URLSearchParams(fields), ...options, headers })
}
