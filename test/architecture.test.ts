// Guards the shape of the house: floors, ranks, roles, cycles, libraries, names, lengths, one way out.
import { describe, expect, test } from '@jest/globals'
import { lengthOf } from './kit/house/files.ts'
import { allRules } from './kit/house/rules.ts'
import { moduleFrom, readModules } from './kit/modules.ts'

const modules = readModules()
/** On the first column: done while the file is loaded. */
const beginsTests = /^(test|it|describe|eachDatabase|(before|after)(All|Each))\b[.(]/m

describe('the house', () => {
  test('is read whole', () => {
    expect(modules.length).toBeGreaterThan(40)
    const unknown = modules.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target && /\.tsx?$/.test(target) && !modules.some((module) => module.path === target))
        .map(({ target }) => `${path} imports ${target}, which is not there`),
    )
    expect(unknown).toEqual([])
  })

  for (const [name, rule] of Object.entries(allRules)) {
    test(`keeps its rules: ${name}`, () => {
      expect(rule(modules)).toEqual([])
    })
  }

  // Modules stay loaded from suite to suite: what they do while they are loaded happens in the first only.
  test('has tests and hooks only where a suite is read, or in functions that it calls', () => {
    const isSuite = (path: string) => /\.test\.tsx?$/.test(path)
    const tests = readModules(['test/**/*.{ts,tsx}'])
    expect(tests.filter(({ path }) => isSuite(path)).length).toBeGreaterThan(100)
    const loose = tests.filter(({ path, text }) => !isSuite(path) && beginsTests.test(text))
    const borrowed = tests.filter(({ imports }) => imports.some(({ target }) => target && isSuite(target)))
    expect([...loose, ...borrowed].map(({ path }) => path)).toEqual([])
    expect(
      ["test('a', go)", 'beforeEach(() => undefined)', 'describe.each(all)'].every((one) => beginsTests.test(one)),
    ).toBe(true)
  })

  test('stays made of small files', () => {
    const long = modules.filter((module) => lengthOf(module) > 300)
    for (const module of long) process.stderr.write(`long: ${module.path} has ${lengthOf(module)} lines\n`)
    const sizes = modules.map(lengthOf).toSorted((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(120)
  })
})

describe('the rules themselves', () => {
  const complaints = (path: string, text: string, rule: string) => allRules[rule]?.([moduleFrom(path, text)])?.length
  test.each([
    ['floors', 'src/lib/a.ts', `import { b } from '../core/errors.ts'`],
    ['floors', 'src/web/a.ts', `import type { B } from '../features/groups/index.ts'`],
    ['floors', 'src/web/a.ts', `import { b } from '../federation/read.ts'`],
    ['floors', 'views/groups/a.tsx', `import type { Group } from '../../src/features/groups/index.ts'`],
    ['ranks', 'src/features/actors/queries.ts', `import { b } from '../people/index.ts'`],
    ['ranks', 'src/features/feeds/pages.ts', `import { b } from '../content/queries.ts'`],
    ['roles', 'src/features/feeds/stuff.ts', ``],
    ['roles', 'src/features/unheard-of/rules.ts', ``],
    ['roleImports', 'src/features/groups/commands.ts', `import { send } from '../../platform/mail/mailer.ts'`],
    ['roleImports', 'src/features/groups/queries.ts', `import { a } from './commands.ts'`],
    ['roleImports', 'src/features/groups/commands.ts', `import { a } from './pages.tsx'`],
    ['roleImports', 'src/features/groups/federation.ts', `import { a } from '../../federation/deliver.ts'`],
    ['registrations', 'src/web/server.ts', `import { groups } from '../features/groups/feature.ts'`],
    ['libraries', 'src/features/groups/pages.tsx', `import { sql } from 'kysely'`],
    ['libraries', 'src/features/groups/federation.ts', `import { Note } from '@fedify/vocab'`],
    ['libraries', 'src/features/groups/rules.ts', `import type { Selectable } from 'kysely'`],
    ['words', 'src/web/server.ts', `const port = process.env.PORT`],
    ['words', 'src/features/groups/commands.ts', `const now = new Date()`],
    ['words', 'src/features/groups/listeners.ts', `await tools.http.fetch(url, { method: 'POST' })`],
    ['names', 'src/lib/utils.ts', ``],
    ['names', 'src/lib/HtmlThing.ts', ``],
    ['firstLines', 'src/lib/a.ts', `export const a = 1`],
    ['lengths', 'src/lib/a.ts', '\n'.repeat(402)],
    ['faces', 'src/features/groups/index.ts', `export const a = 1`],
  ])('%s: refuses what it forbids in %s', (rule, path, text) => {
    expect(complaints(path, text, rule)).toBe(1)
  })

  test('a ring is found, through types too', () => {
    const ring = [
      moduleFrom('src/lib/a.ts', `import type { B } from './b.ts'`),
      moduleFrom('src/lib/b.ts', `import { a } from './a.ts'`),
    ]
    expect(allRules['cycles']?.(ring)).toHaveLength(1)
  })

  test('what is said in comments counts for nothing', () => {
    expect(complaints('src/lib/a.ts', `// import { b } from '../core/errors.ts'\n/* new Date() */`, 'words')).toBe(0)
    expect(complaints('src/lib/a.ts', `// import { b } from '../core/errors.ts'`, 'floors')).toBe(0)
  })
})
