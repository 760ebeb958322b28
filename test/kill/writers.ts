// The load: people who post, comment, like and follow through the real forms, and note what was accepted.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Form } from '../kit/html.ts'
import type { Page, Person } from '../kit/person.ts'

/** What the writers know. A mark is a word that stands in one post or comment only. */
export interface Ledger {
  readonly tried: Set<string>
  /** Answered with 303: it must be there, once, everywhere. */
  readonly accepted: Set<string>
  /** Items that were liked, with that answer: `<handle> <path>`. */
  readonly likes: Set<string>
  follows: number
}

export interface Writer {
  readonly person: Person
  /** Handles, as on this person's plein, of a group here and a group there. */
  readonly groups: readonly string[]
  /** Page of the person elsewhere whom this one follows and unfollows. */
  readonly other: string
  /** Begin of the marks. */
  readonly letter: string
}

const PAUSE = 30

export function newLedger(): Ledger {
  return { tried: new Set(), accepted: new Set(), likes: new Set(), follows: 0 }
}

/** Works until stopped. Refused connections are what it is about. */
export async function work(writer: Writer, ledger: Ledger, stop: AbortSignal): Promise<void> {
  const lanes = ['x', 'y', 'z'].map((lane) => write({ ...writer, letter: writer.letter + lane }, ledger, stop))
  await Promise.all([...lanes, react(writer, ledger, stop)])
}

/** Posts and comments as fast as it goes, in both groups, under threads from both pleinen. */
async function write({ person, groups, letter }: Writer, ledger: Ledger, stop: AbortSignal): Promise<void> {
  for (let number = 0; !stop.aborted; number++) {
    const mark = `mark${letter}${number}`
    const group = groups[number % groups.length] as string
    await attempt(async () => {
      if (number % 3 === 0) {
        const page = await opened(person, `/new/post?group=${encodeURIComponent(group)}`)
        const values = { title: `Over ${letter} ${number}`, body: `Dit is ${mark}.`, audience: 'public' }
        ledger.tried.add(mark)
        await send(person, { page, form: page.form({ field: 'body' }) }, values)
      } else {
        const page = await someThread(person, group)
        ledger.tried.add(mark)
        await send(person, { page, form: page.form({ action: /\/comment$/ }) }, { body: `Antwoord ${mark}.` })
      }
      ledger.accepted.add(mark)
    })
  }
}

/** Likes threads; follows somebody elsewhere and lets go again. */
async function react({ person, groups, other }: Writer, ledger: Ledger, stop: AbortSignal): Promise<void> {
  for (let number = 0; !stop.aborted; number++) {
    await attempt(async () => {
      if (number % 4 === 3) {
        const page = await person.visits(other)
        await send(person, { page, form: page.form({ action: /\/(un)?follow$/ }) }, {})
        ledger.follows++
        return
      }
      const page = await someThread(person, groups[number % groups.length] as string)
      const likes = page.find(
        (element) => element.name === 'form' && /^\/item\/[^/]+\/like$/.test(element.attribs['action'] ?? ''),
      )
      if (likes.length === 0) return
      await send(person, { page, form: page.form({ action: /^\/item\/[^/]+\/like$/ }) }, {})
      ledger.likes.add(`${person.identity.handle} ${pathOf(page)}`)
    })
    await sleep(PAUSE)
  }
}

async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch {
    // Killed before or after it was stored: both are right, twice is not.
    await sleep(PAUSE)
  }
}

/** What somebody has open, by address: a form filled in before a crash is sent after it. */
const open = new Map<string, Page>()

/** Most of the time as it was opened before. */
async function opened(person: Person, path: string): Promise<Page> {
  const key = person.origin + path
  const known = open.get(key)
  if (known && Math.random() < 0.8) return known
  const page = await person.visits(path)
  if (page.status !== 200) throw new Error(`${page.status} at ${path}`)
  open.set(key, page)
  return page
}

/** One of the newest threads of a group. */
async function someThread(person: Person, group: string): Promise<Page> {
  const page = await opened(person, `/g/${group}`)
  const paths = page
    .find((element) => element.name === 'a' && /^\/item\/[^/#?]+$/.test(element.attribs['href'] ?? ''))
    .map((element) => element.attribs['href'] as string)
  const path = paths[Math.floor(Math.random() * Math.min(paths.length, 10))]
  if (path === undefined) throw new Error(`nothing in ${group}`)
  return opened(person, path)
}

/** Sends a form as a browser does, without following the answer: 303 means that it was accepted. */
async function send(person: Person, on: { page: Page; form: Form }, values: Record<string, string>): Promise<void> {
  const body = on.form.multipart ? new FormData() : new URLSearchParams()
  const button = on.form.button()
  for (const [name, value] of Object.entries({ ...on.form.values, ...button, ...values }))
    for (const one of [value].flat()) body.append(name, one)
  const answer = await fetch(new URL(on.form.action || on.page.path, person.origin), {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie: person.cookie, origin: person.origin, 'sec-fetch-site': 'same-origin' },
  })
  // Accepted with the first line of the answer, whatever becomes of the rest.
  if (answer.status !== 303) throw new Error(`${answer.status} at ${on.page.path}`)
}

function pathOf(page: Page): string {
  return page.path.split(/[?#]/)[0] as string
}
