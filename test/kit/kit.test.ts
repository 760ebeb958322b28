// The kit itself: what the other tests stand on.
import { createPublicKey, verify } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { findings } from './axe.ts'
import { browser, closeBrowser, newVisitor } from './browser.ts'
import { readHtml } from './html.ts'
import { longest } from './longest-first.ts'
import { captureMail } from './mail.ts'
import { canonical } from './peer/keys.ts'
import { PUBLIC, startPeer } from './peer/peer.ts'

const PAGE = `<html lang="nl"><head><title>Groep</title></head><body><h1>Omgevingswet</h1>
  <a href="/g/omgevingswet"><svg><title>x</title></svg> Naar de groep</a>
  <form method="post" action="/new/post"><label for="t">Titel</label><input id="t" name="title" value="Eerste">
  <label>Tekst <textarea name="body">
Hallo</textarea></label><input type="hidden" name="group" value="7">
  <fieldset><label><input type="radio" name="audience" value="public" checked>Iedereen</label>
  <label><input type="radio" name="audience" value="group">De groep</label></fieldset>
  <button name="then" value="show">Plaatsen</button></form></body></html>`

describe('html', () => {
  const html = readHtml(PAGE)

  test('finds by role and name', () => {
    expect(html.one('heading').name).toBe('h1')
    expect(html.link('Naar de groep')).toBe('/g/omgevingswet')
    expect(html.has('radio', 'De groep')).toBe(true)
    expect(() => html.one('button', 'Verwijderen')).toThrow('there are: Plaatsen')
  })

  test('reads a form as a browser would send it', () => {
    const form = html.form({ button: 'Plaatsen' })
    expect(form).toMatchObject({ action: '/new/post', method: 'POST', multipart: false })
    expect(form.values).toEqual({ title: 'Eerste', body: 'Hallo', group: '7', audience: 'public' })
    expect(form.nameOf('Titel')).toBe('title')
    expect(form.options('audience')).toEqual(['public', 'group'])
    expect(form.button('Plaatsen')).toEqual({ then: 'show' })
  })
})

test('the suites that begin first are there', () => {
  expect(longest.filter((path) => !existsSync(path))).toEqual([])
})

test('mail is captured with its links', async () => {
  const mail = captureMail()
  await mail.send({
    to: 'fatima@example.nl',
    subject: 'Welkom',
    text: 'Ga naar http://x.example/invitation?token=1 en begin.',
  })
  expect(mail.linkTo('fatima@example.nl')).toBe('http://x.example/invitation?token=1')
})

describe('the peer', () => {
  test('serves itself, signs and captures', async () => {
    const [here, there] = [await startPeer(), await startPeer()]
    const [ann, bob] = [here.actor('ann'), there.actor('bob')]
    const note = ann.note('<p>Hallo</p>', { to: [PUBLIC] })
    expect((await bob.get(ann.iri)).json).toMatchObject({ preferredUsername: 'ann' })
    expect((await ann.send(`${bob.iri}/inbox`, ann.create(note))).status).toBe(202)
    const [received] = there.inbox
    const signature = /signature="([^"]+)"/.exec(String(received?.headers['signature']))?.[1] as string
    const base = [
      '(request-target): post /users/bob/inbox',
      `host: ${there.host}`,
      `date: ${received?.headers['date']}`,
      `digest: ${String(received?.headers['digest'])}`,
    ].join('\n')
    expect(
      verify('sha256', Buffer.from(base), createPublicKey(ann.keys.rsaPem), Buffer.from(signature, 'base64')),
    ).toBe(true)
    await here.close()
    await there.close()
  })

  test('canonical JSON sorts and leaves undefined away', () => {
    expect(canonical({ b: [1, 'é'], a: { d: null, c: undefined } })).toBe('{"a":{"d":null},"b":[1,"é"]}')
  })
})

describe('the browser', () => {
  afterAll(closeBrowser)

  test('is a real one', async () => {
    expect((await browser()).version()).toMatch(/^\d+\./)
  }, 120_000)

  test('has axe in it, that finds what is wrong: in the whole page, or in a part', async () => {
    const page = await (await newVisitor()).newPage()
    const wrong = `<img src="/x.png"><p class="part" style="color: #aaa; background: #fff">Bleek</p>`
    await page.setContent(`<html lang="nl"><title>x</title><main><h1>Kop</h1>${wrong}</main></html>`)
    const ids = async (part?: string) => (await findings(page, part)).map((one) => one.split(':')[0])
    expect(await ids()).toEqual(['color-contrast', 'image-alt'])
    expect(await ids('.part')).toEqual(['color-contrast'])
    await page.locator('.part, img').evaluateAll((all) => all.map((one) => one.remove()))
    expect(await findings(page)).toEqual([])
  }, 120_000)
})
