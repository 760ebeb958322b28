// No text is missing: Dutch and English hold the same keys, and every key that the code names is there.
import { describe, expect, test } from '@jest/globals'
import { moduleFrom, readModules } from './kit/modules.ts'
import {
  type NamedKey,
  placeholdersOf,
  readTexts,
  refusalCodes,
  translatedKeys,
  translatedPrefixes,
} from './kit/texts.ts'

const pairs = readTexts()
const modules = readModules()
const keys = new Set(pairs.flatMap(({ nl }) => Object.keys(nl)))

function missing(named: readonly NamedKey[]): string[] {
  return named.filter(({ key }) => !keys.has(key)).map(({ key, path }) => `${path} names ${key}, which has no text`)
}

describe('texts', () => {
  test.each(pairs)('of $folder: Dutch and English have the same keys and placeholders', ({ nl, en }) => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(nl).toSorted())
    for (const key of Object.keys(nl)) {
      const [dutch, english] = [nl[key], en[key]]
      if (dutch === undefined || english === undefined) continue
      expect([key, placeholdersOf(english)]).toEqual([key, placeholdersOf(dutch)])
      expect([key, typeof english]).toEqual([key, typeof dutch])
    }
  })

  test('no text is empty, and no key is claimed by two rooms', () => {
    const all = pairs.flatMap(({ folder, nl, en }) =>
      Object.entries(nl).map(([key, text]) => ({
        folder,
        key,
        texts: [text, en[key]].map((one) => JSON.stringify(one)),
      })),
    )
    expect(all.filter(({ texts }) => texts.includes('""')).map(({ key }) => key)).toEqual([])
    const seen = new Map<string, string>()
    const twice = all.filter(({ key, folder }) => seen.size === seen.set(key, seen.get(key) ?? folder).size)
    expect(twice.map(({ key, folder }) => `${key}: ${folder} and ${seen.get(key)}`)).toEqual([])
  })

  test('every refusal has words', () => {
    expect(missing(refusalCodes(modules))).toEqual([])
  })

  test('every key handed to t() is there', () => {
    expect(missing(translatedKeys(modules))).toEqual([])
    const loose = translatedPrefixes(modules).filter(({ key }) => ![...keys].some((one) => one.startsWith(key)))
    expect(loose.map(({ key, path }) => `${path} names ${key}…, of which there is no text`)).toEqual([])
  })

  test('keys are found where they are named', () => {
    const code = `
      throw new NotFound('group.notFound')
      throw new Invalid({ name: { code: 'group.nameTaken' } }, 'group.invalid')
      throw new TooMany(5, 'account.slowDown')
      const label = t('group.title', { count }) + t(\`group.role.\${role}\`)`
    const one = [moduleFrom('src/features/groups/commands.ts', code)]
    expect(refusalCodes(one).map(({ key }) => key)).toEqual([
      'group.notFound',
      'group.invalid',
      'account.slowDown',
      'group.nameTaken',
    ])
    expect(translatedKeys(one).map(({ key }) => key)).toEqual(['group.title'])
    expect(translatedPrefixes(one).map(({ key }) => key)).toEqual(['group.role.'])
  })
})
