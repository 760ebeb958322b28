// The contract suite at the doors: every kind is written, read, answered, changed, sent and taken along in running pleinen.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AnyKind } from '../../src/core/kind.ts'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { formatDate, formatNumber, formatShortDate } from '../../src/lib/format.ts'
import { translationsFrom } from '../../src/platform/i18n/texts.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Page, Person } from '../kit/person.ts'
import { writesItem } from '../kit/writing.ts'
import { all, examples } from './examples.ts'
import { recipe } from './recipe/kind.ts'

const texts = translationsFrom(all.map((kind) => kind.texts)).in('nl')

describe.each<DialectName>(['sqlite', 'postgres'])('kinds in running pleinen (%s)', (dialect) => {
  let network: Network
  let fatima: Person
  let joost: Person
  let anna: Person
  let group: string
  let atWaterschap: string
  let atProvincie: string

  beforeAll(async () => {
    const knowing = { dialect, overrides: { kinds: [recipe] } }
    network = await startNetwork(['Gemeente', 'Waterschap', 'Provincie'], {
      ...knowing,
      // This one knows the usual kinds only.
      each: { Provincie: { overrides: { kinds: [] } } },
    })
    fatima = await network.person('Fatima', 'Gemeente')
    joost = await network.person('Joost', 'Waterschap')
    anna = await network.person('Anna', 'Provincie')
    group = await fatima.startsGroup('Werken bij de overheid')
    const address = `@${group}@${network.server('Gemeente').host}`
    atWaterschap = (await joost.finds(address)).replace('/g/', '')
    atProvincie = (await anna.finds(address)).replace('/g/', '')
    await joost.joins(atWaterschap)
    await anna.joins(atProvincie)
    await network.settle()
  })
  afterAll(() => network?.close())

  test.each(examples)('$kind.name: form, faults, page, card, feed, comment, change, removal', async (example) => {
    const { kind, data, wrong } = example
    const title = `${example.title} hier`
    const form = `/new/${kind.name}?group=${group}`
    const faulty = await writesItem(fatima, form, { title, body: 'Tekst', ...fieldsOf(kind, wrong) })
    expect(faulty.status).toBe(422)
    if (!kind.writeAt) expect(faulty.form({ field: 'body' }).values['title']).toBe(title)

    const written = await writes(fatima, form, { title, body: 'Tekst #werken', ...fieldsOf(kind, data) })
    const item = pathOf(written)
    showsFacts(written, kind, data)
    await network.settle()
    for (const list of [`/g/${group}`, '/', '/tag/werken', '/@fatima']) {
      expect([list, await fatima.sees(list, title)]).toEqual([list, true])
    }
    const feed = await fetch(`${fatima.origin}/g/${group}/atom`)
    expect(await feed.text()).toContain(title)

    await fatima.comments(item, `Een reactie bij ${kind.name}`)
    expect(await fatima.sees(item, `Een reactie bij ${kind.name}`)).toBe(true)
    const edited = await fatima.submits(`${item}/edit`, { field: 'body' }, { title: `${title}, gewijzigd` })
    expect(edited.text).toContain(`${title}, gewijzigd`)
    showsFacts(edited, kind, data)
    expect((await fatima.visits(`${item}/history`)).text).toContain('gewijzigd')
    await fatima.submits(`${item}/delete`, { button: 'Verwijderen' })
    expect((await fatima.visits(item)).status).toBe(410)
    expect(await fatima.sees(`/g/${group}`, title)).toBe(false)
  })

  test.each(examples)(
    '$kind.name: goes from plein to plein both ways, and is readable where nobody knows the kind',
    async (example) => {
      const { kind, data } = example
      const [there, back] = [`${example.title} naar elders`, `${example.title} van elders`]
      const values = (title: string) => ({ title, body: `De tekst van ${title}`, ...fieldsOf(kind, data) })
      const item = pathOf(await writes(fatima, `/new/${kind.name}?group=${group}`, values(there)))
      const other = pathOf(
        await writes(joost, `/new/${kind.name}?group=${encodeURIComponent(atWaterschap)}`, values(back)),
      )
      await network.settle()
      showsFacts(await joost.opens(`/g/${atWaterschap}`, there), kind, data)
      showsFacts(await fatima.opens(`/g/${group}`, back), kind, data)
      for (const title of [there, back]) {
        const read = await anna.opens(`/g/${atProvincie}`, title)
        expect([read.status, read.text.includes(`De tekst van ${title}`)]).toEqual([200, true])
      }
      await anna.comments((await anna.visits(`/g/${atProvincie}`)).link(there), `Anna over ${there}`)
      await fatima.submits(`${item}/edit`, { field: 'body' }, { title: `${there} 2` })
      await network.settle()
      expect(await fatima.sees(item, `Anna over ${there}`)).toBe(true)
      const changed = await joost.opens(`/g/${atWaterschap}`, `${there} 2`)
      showsFacts(changed, kind, data)
      expect(changed.text).toContain(`Anna over ${there}`)
      expect((await anna.opens(`/g/${atProvincie}`, `${there} 2`)).status).toBe(200)
      await joost.submits(`${other}/delete`, { button: 'Verwijderen' })
      await network.settle()
      expect(await fatima.sees(`/g/${group}`, back)).toBe(false)
      expect(await anna.sees(`/g/${atProvincie}`, back)).toBe(false)
    },
  )

  test.each(examples)('$kind.name: is in what its author takes along', async ({ kind, title, data }) => {
    await writes(joost, `/new/${kind.name}`, { title: `${title} mee`, body: 'Tekst', ...fieldsOf(kind, data) })
    const answer = await fetch(`${joost.origin}/settings/export`, { headers: { cookie: joost.cookie } })
    const { posts } = (await answer.json()) as { posts: Record<string, unknown>[] }
    const mine = posts.find((one) => one['name'] === `${title} mee`)
    expect(mine).toMatchObject({ 'dwv:kind': kind.name, source: { content: 'Tekst' } })
    expect(kind.federation.types).toContain(mine?.['type'])
    expect(kind.federation.fromObject(mine as never)?.data).toEqual(kind.schema.parse(data))
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log)).toEqual([])
  })
})

test('the kind of this folder is known nowhere else', () => {
  const root = join(import.meta.dirname, '../..')
  const knowing = ['src', 'views', 'migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|json|css)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => /recipe|recept(en)?\b/i.test(readFileSync(path, 'utf8'))),
  )
  expect(knowing).toEqual([])
})

async function writes(person: Person, form: string, values: Record<string, string>): Promise<Page> {
  const page = await writesItem(person, form, values)
  expect([page.status, page.path, page.status === 200 ? '' : page.text]).toEqual([
    200,
    expect.stringMatching(/^\/item\//),
    '',
  ])
  return page
}

function pathOf(page: Page): string {
  return page.path.split(/[?#]/)[0] as string
}

function fieldsOf(kind: AnyKind, values: unknown): Record<string, string> {
  const own = values as Record<string, unknown>
  return Object.fromEntries(
    kind.fields.flatMap(({ name, type }) =>
      own[name] === undefined || own[name] === false
        ? []
        : [[`own_${name}`, type === 'flag' ? 'on' : [own[name]].flat().join(', ')]],
    ),
  )
}

/** What is told of its own data: choices by their words, the rest with a label, and its words as they were typed. */
function showsFacts(page: Page, kind: AnyKind, data: Readonly<Record<string, unknown>>): void {
  for (const { name, type } of kind.fields) {
    const value = data[name]
    if (value === undefined || value === false) continue
    if (type === 'choice') expect(page.text).toContain(texts(`${kind.name}.${name}.${String(value)}`))
    const words = type === 'text' || type === 'markdown' || type === 'list' ? [value].flat() : []
    for (const word of words) expect(page.text).toContain(word)
    if (type === 'number') expect(page.text).toContain(formatNumber(Number(value), 'nl'))
    if (type !== 'date') continue
    const days = [formatDate, formatShortDate].map((format) => format(`${String(value)}T12:00:00.000Z`, 'nl'))
    expect([days, days.some((one) => page.text.includes(one))]).toEqual([days, true])
  }
}
