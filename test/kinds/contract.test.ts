// The contract suite: every kind passes it unasked, also the one that exists in this folder only.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { renderToString } from 'preact-render-to-string'
import { h } from 'preact'
import type { JsonObject } from '../../src/core/federation.ts'
import {
  cardsOf,
  createContent,
  deleteContent,
  editContent,
  getContent,
  listContent,
  objectOf,
} from '../../src/features/content/index.ts'
import contentEn from '../../src/features/content/en.json' with { type: 'json' }
import contentNl from '../../src/features/content/nl.json' with { type: 'json' }
import type { ActorId } from '../../src/lib/id.ts'
import { locales, translationsFrom } from '../../src/platform/i18n/texts.ts'
import webEn from '../../src/web/en.json' with { type: 'json' }
import webNl from '../../src/web/nl.json' with { type: 'json' }
import { ContentCard } from '../../views/content/card.tsx'
import { ContentForm } from '../../views/content/form.tsx'
import { OwnFacts } from '../../views/content/fields.tsx'
import { formState, type FormValues } from '../../views/ds/index.ts'
import { personOf, seedOf } from '../features/content/seed.ts'
import { type TestContext, testContext } from '../kit/context.ts'
import { eachDatabase } from '../kit/databases.ts'
import { all, examples } from './examples.ts'

// After what draws and cleans HTML, which loads the same parser in its own way: jest takes no such ring.
const { readHtml } = await import('../kit/html.ts')

const translations = translationsFrom([
  { nl: webNl, en: webEn },
  { nl: contentNl, en: contentEn },
  ...all.map((kind) => kind.texts),
])

describe.each(examples)('kind $kind.name', ({ kind, data, wrong }) => {
  test.each(locales)('its form names every field, and shows what is wrong at the field (%s)', (locale) => {
    const t = translations.in(locale)
    const draw = (values: FormValues, faults: Record<string, { code: string }>) =>
      readHtml(
        renderToString(
          h(ContentForm, {
            t,
            heading: 'x',
            kind,
            group: undefined,
            places: [],
            audiences: [],
            readers: 'r',
            images: [],
            mayAddImage: true,
            buttons: 'new',
            cancel: '/',
            state: formState(t, values, faults),
          }),
        ),
      )
    const form = draw({}, {}).form({ field: 'body' })
    for (const field of kind.fields)
      expect(form.nameOf(t(`${kind.name}.field.${field.name}`))).toBe(`own_${field.name}`)
    const [first] = kind.fields
    if (!first) return
    const name = `own_${first.name}`
    const again = draw({ title: 'Bewaard' }, { [name]: { code: 'field.required' } })
    expect(again.link(t('field.required'))).toBe(`#field-${name}`)
    expect(again.form({ field: 'body' }).values['title']).toBe('Bewaard')
  })

  test('its schema takes its example, refuses what is wrong, and reads back what it wrote', () => {
    const parsed = kind.schema.parse(data)
    expect(kind.schema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
    expect(kind.schema.safeParse(wrong).success).toBe(false)
  })

  test('every field and option has a text, and its facets are values', () => {
    for (const locale of locales) {
      const t = translations.in(locale)
      for (const field of kind.fields) {
        expect(t(`${kind.name}.field.${field.name}`)).not.toBe('')
        for (const option of field.options ?? []) expect(t(`${kind.name}.${field.name}.${option}`)).not.toBe('')
      }
      expect(t(kind.label?.(data) ?? `${kind.name}.name`)).not.toBe('')
      const facts = h(OwnFacts, {
        t,
        kind: kind.name,
        fields: kind.fields,
        values: data,
        word: kind.label?.(data) ?? '',
      })
      expect(renderToString(facts)).not.toContain('undefined')
    }
    for (const facet of kind.facets?.(kind.schema.parse(data)) ?? []) expect(facet.text ?? facet.number).toBeDefined()
  })
})

eachDatabase('kinds in the database', (open) => {
  let ctx: TestContext
  let jan: ActorId
  let group: ActorId
  beforeAll(async () => {
    const seed = seedOf(open())
    jan = await seed.actor('jan')
    group = await seed.group('groep', 'open')
    await seed.member(jan, group)
    ctx = testContext(open(), { kinds: all, viewer: personOf(jan) })
  })

  test.each(examples)(
    '$kind.name: written, listed, drawn, sent and read again, changed, removed',
    async ({ kind, title, data, wrong }) => {
      const input = { kind: kind.name, groupId: group, title, body: 'Tekst #Tag', audience: 'public' as const, data }
      await expect(createContent(ctx, { ...input, data: wrong })).rejects.toMatchObject({ status: 422 })
      const id = await createContent(ctx, input)
      const content = await getContent(ctx, id)
      expect(content.data).toEqual(kind.schema.parse(data))
      expect((await listContent(ctx, { kind: kind.name }, { limit: 9 })).items.map((item) => item.id)).toContain(id)

      const [card] = await cardsOf(ctx, [content])
      if (!card) throw new Error('no card')
      const drawn = renderToString(h(ContentCard, { t: translations.in('nl'), now: ctx.clock.now(), item: card }))
      expect(drawn).toContain(title)

      const object = JSON.parse(JSON.stringify(await objectOf(ctx, content))) as JsonObject
      expect(kind.federation.types).toContain(object['type'])
      const read = kind.federation.fromObject({ ...object, 'other:term': 'ignored', unknown: [1, { a: 2 }] })
      expect(read).toEqual({ title, data: kind.schema.parse(data) })

      await editContent(ctx, id, { title: `${title}!`, data })
      expect((await getContent(ctx, id)).title).toBe(`${title}!`)
      await deleteContent(ctx, id)
      await expect(getContent(ctx, id)).rejects.toMatchObject({ status: 410 })
    },
  )
})
