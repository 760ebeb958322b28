// `npm run screenshots`: pictures of the demo's pages in both languages, on desktop and phone, into screenshots/.
// With `-- --readme` also the few that the README shows.
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BrowserContext } from 'playwright-core'
import sharp from 'sharp'
import { closeBrowser, newVisitor, type Visitor } from '../kit/browser.ts'

const { values: options } = parseArgs({
  options: { readme: { type: 'boolean', default: false }, 'port-offset': { type: 'string', default: '21000' } },
})
const OFFSET = Number(options['port-offset'])
const GEMEENTE = `http://127.0.0.1:${3001 + OFFSET}`
const FOLDER = 'screenshots'

/** Pages as a member of the gemeente sees them; `item` is opened from the group's list. */
const PAGES: Readonly<Record<string, string>> = {
  start: '/',
  'start-organisation': '/?stream=organisation',
  'start-network': '/?stream=network',
  groups: '/groups',
  group: '/g/omgevingswet',
  'group-members': '/g/omgevingswet/members',
  'group-elsewhere': `/g/dijkversterking@127.0.0.1:${3002 + OFFSET}`,
  'new-post': '/new/post?group=omgevingswet',
  'new-group': '/groups/new',
  klussen: '/klussen',
  'new-klus': '/klussen/new',
  'own-klussen': '/klussen/mine',
  responses: '/responses',
  'responses-to-own': '/responses?on=items',
  people: '/people',
  person: '/@fatima',
  notifications: '/notifications',
  search: '/search?q=omgevingswet',
  settings: '/settings/profile',
  'not-found': '/item/nergens',
}

/** Pages that are opened from a list, by the words of their link; `who` sees them. */
const OPENED: Readonly<Record<string, { who: string; list: string; link: RegExp; then?: RegExp }>> = {
  item: { who: 'fatima', list: '/g/omgevingswet', link: /Van acht weken naar drie/ },
  klus: { who: 'fatima', list: '/klussen', link: /Drie middagen sparren/ },
  'klus-own': { who: 'fatima', list: '/klussen', link: /Meelezen met ons/ },
  'klus-manage': { who: 'fatima', list: '/klussen', link: /Meelezen met ons/, then: /Sluiten, afzeggen|Close, cancel/ },
  'klus-people': { who: 'fatima', list: '/klussen', link: /Meelezen met ons/, then: /Wie past hierbij|Who fits/ },
  response: { who: 'fatima', list: '/responses?on=items', link: /Anouk Vermeer/ },
  'response-offered': { who: 'tom', list: '/responses', link: /Kaart maken/ },
  'response-running': { who: 'daan', list: '/responses?on=items', link: /Youssef Haddad/ },
  'response-reviewed': { who: 'fatima', list: '/responses', link: /Leermiddag over bezwaar/ },
  agreement: {
    who: 'fatima',
    list: '/responses',
    link: /Leermiddag over bezwaar/,
    then: /Bekijk en print|View and print/,
  },
  consent: { who: 'marijke', list: '/notifications', link: /Tom van Dongen/ },
}

/** What administrators see. */
const ADMIN: Readonly<Record<string, string>> = {
  overview: '/klussen/overview',
  'admin-klussen': '/admin/klussen',
  'admin-people': '/admin/people',
}

const WINDOWS: Readonly<Record<string, Visitor>> = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
}

const demo = spawn(process.execPath, ['dist/src/demo/main.js', '--folder', 'scratch/screenshots', '--port-offset', String(OFFSET)], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const password = await passwordOf()
  rmSync(FOLDER, { recursive: true, force: true })
  for (const [name, window] of Object.entries(WINDOWS)) {
    for (const locale of ['nl-NL', 'en-GB'] as const) await shoot(name, { ...window, locale }, password)
  }
  if (options.readme) await shootForReadme(password)
} finally {
  await closeBrowser()
  demo.kill('SIGTERM')
}

/** The demo prints the password when it is ready. */
function passwordOf(): Promise<string> {
  return new Promise((ready, failed) => {
    let said = ''
    demo.stdout.on('data', (part: Buffer) => {
      said += part.toString('utf8')
      const password = /password: (\S+)/.exec(said)?.[1]
      if (password) ready(password)
    })
    demo.once('exit', () => failed(new Error('the demo does not start')))
  })
}

async function signedIn(visitor: Visitor, password: string, who = 'fatima'): Promise<BrowserContext> {
  const context = await newVisitor({ ...visitor, scale: 1 })
  const page = await context.newPage()
  await page.goto(`${GEMEENTE}/sign-in`)
  await page.fill('[name=email]', `${who}@lindewaarde.example`)
  await page.fill('[name=password]', password)
  await page.press('[name=password]', 'Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await page.close()
  return context
}

async function shoot(name: string, visitor: Visitor, password: string): Promise<void> {
  const folder = `${FOLDER}/${name}-${visitor.locale?.slice(0, 2)}`
  mkdirSync(folder, { recursive: true })
  const guest = await newVisitor({ ...visitor, scale: 1 })
  await picture(guest, '/', `${folder}/guest-start.png`)
  await picture(guest, '/sign-in', `${folder}/sign-in.png`)
  await picture(guest, '/g/omgevingswet', `${folder}/guest-group.png`)
  await guest.close()
  const member = await signedIn(visitor, password)
  for (const [page, path] of Object.entries(PAGES)) await picture(member, path, `${folder}/${page}.png`)
  await member.close()
  const admin = await signedIn(visitor, password, 'marijke')
  for (const [page, path] of Object.entries(ADMIN)) await picture(admin, path, `${folder}/${page}.png`)
  await admin.close()
  for (const who of new Set(Object.values(OPENED).map((one) => one.who))) {
    const context = await signedIn(visitor, password, who)
    for (const [page, opened] of Object.entries(OPENED))
      if (opened.who === who) await picture(context, await pathOf(context, page), `${folder}/${page}.png`)
    await context.close()
  }
  process.stdout.write(`${folder}\n`)
}

/** Of a page that is opened from a list. */
async function pathOf(context: BrowserContext, name: string): Promise<string> {
  const opened = OPENED[name]
  if (!opened) throw new Error(`no page ${name}`)
  const page = await context.newPage()
  await page.goto(`${GEMEENTE}${opened.list}`)
  for (const link of opened.then ? [opened.link, opened.then] : [opened.link]) {
    // What is folded away has links too.
    const found = page.locator('main a').filter({ hasText: link }).first()
    await page.goto(new URL((await found.getAttribute('href')) ?? '/', GEMEENTE).href)
  }
  const { pathname } = new URL(page.url())
  await page.close()
  return pathname
}

async function picture(context: BrowserContext, path: string, file: string, fullPage = true): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${GEMEENTE}${path}`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: file, fullPage })
  await page.close()
}

async function shootForReadme(password: string): Promise<void> {
  const folder = 'test/screenshots/readme'
  mkdirSync(folder, { recursive: true })
  const desktop = await signedIn({ width: 1200, height: 800 }, password)
  await picture(desktop, '/', `${folder}/start.png`, false)
  await picture(desktop, await pathOf(desktop, 'item'), `${folder}/item.png`, false)
  await picture(desktop, await pathOf(desktop, 'klus'), `${folder}/klus.png`, false)
  await desktop.close()
  const phone = await signedIn({ width: 390, height: 844 }, password)
  await picture(phone, '/g/omgevingswet', `${folder}/group-phone.png`, false)
  await phone.close()
  const owner = await signedIn({ width: 1200, height: 800 }, password, 'daan')
  await picture(owner, await pathOf(owner, 'response-running'), `${folder}/response.png`, false)
  await owner.close()
  for (const file of readdirSync(folder)) {
    const whole = readFileSync(`${folder}/${file}`)
    writeFileSync(`${folder}/${file}`, await sharp(whole).png({ palette: true, colours: 64, effort: 10 }).toBuffer())
  }
}
