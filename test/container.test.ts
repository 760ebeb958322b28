// What the container is built from and started with: what the Dockerfile and compose.yaml name is there, and the same.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { variables } from '../src/platform/config/config.ts'
import { readModules, ROOT } from './kit/modules.ts'

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** A list in a file of settings, such as `include` of tsconfig.build.json. */
function listed(path: string, key: string): string[] {
  const settings = JSON.parse(read(path)) as Record<string, string[] | Record<string, string>>
  const list = settings[key] ?? []
  return Array.isArray(list) ? list : Object.keys(list)
}

const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ')
/** What is copied out of the project, not from another stage. */
const copied = [...dockerfile.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap((match) => (match[1] as string).split(' '))

describe('the Dockerfile', () => {
  test('copies what is there, and what .dockerignore lets through', () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src']))
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    const ignored = read('.dockerignore').trim().split('\n')
    const kept = globSync(ignored, { cwd: ROOT, exclude: ['node_modules/**'] })
    expect(copied.filter((path) => kept.includes(path))).toEqual([])
  })

  test('copies all that is compiled', () => {
    const needed = [...listed('tsconfig.build.json', 'include'), 'tsconfig.build.json', 'tsconfig.json']
    expect(needed.filter((path) => !copied.includes(path))).toEqual([])
  })

  test('starts the plein as `npm start` does', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } }
    const { settings = '', command = '' } = /^(?<settings>.*) exec (?<command>.*)$/.exec(scripts.start)?.groups ?? {}
    const words = /^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]'
    expect((JSON.parse(words) as string[]).join(' ')).toBe(command)
    expect(settings).not.toBe('')
    for (const setting of settings.split(' ')) expect(dockerfile).toMatch(new RegExp(`^ENV .*\\b${setting}\\b`, 'm'))
  })

  test('leaves out no library that a plein loads', () => {
    const removed = /&& rm -rf ((?:@\S+ )+)/.exec(dockerfile)?.[1]?.trim().split(' ') ?? []
    expect(removed).toContain('@utrecht')
    // Folders of packages (@utrecht), or how their names begin (@nl-design-system-*).
    const beginnings = removed.map((name) => name.replace(/\*$/, ''))
    const forDevelopment = listed('package.json', 'devDependencies')
    const isLeftOut = (library: string) =>
      forDevelopment.includes(library) || beginnings.some((beginning) => library.startsWith(beginning))
    const loaded = readModules()
      .filter(({ path }) => !path.startsWith('src/web/assets/'))
      .flatMap(({ path, imports }) =>
        imports.flatMap(({ library, typeOnly }) => (library && !typeOnly ? [{ path, library }] : [])),
      )
    expect(loaded.length).toBeGreaterThan(100)
    expect(loaded.filter(({ library }) => isLeftOut(library))).toEqual([])
  })
})

test('compose.yaml sets only variables that a plein knows', () => {
  const plein = /\n {2}plein:\n(.*?)\n {2}\w/s.exec(read('compose.yaml'))?.[1] ?? ''
  const environment = /environment:\n((?: {6}.*\n)+)/.exec(plein)?.[1] ?? ''
  const set = [...environment.matchAll(/^ {6}(\w+):/gm)].map((match) => match[1] as string)
  expect(set).toContain('ORIGIN')
  const known = variables.map(({ name }): string => name)
  expect(set.filter((name) => !known.includes(name))).toEqual([])
})
