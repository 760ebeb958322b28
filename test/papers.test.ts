// The papers tell what the code does: the table of variables, the scripts, files and folders that are named.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { variables } from '../src/platform/config/config.ts'
import { ROOT } from './kit/modules.ts'

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Keys that publiccode.yml 0.4 cannot do without (docs.italia.it, publiccode.yml schema). */
const REQUIRED = [
  'publiccodeYmlVersion', 'name', 'url', 'platforms', 'developmentStatus', 'softwareType', 'description', 'legal',
  'maintenance', 'localisation',
] // prettier-ignore

/** Files and folders of ours that stand between backticks; not those with a placeholder (`views/<room>/`). */
function pathsIn(text: string): string[] {
  const named = [...text.matchAll(/`(\w[\w.*-]*(?:\/[\w.*-]+)+\/?|[\w-]+\.tsx?)`/g)].map((match) => match[1] as string)
  return named.filter((path) => !/^application|\/\*\.ts$/.test(path) && !EXAMPLES.includes(path))
}

/** From the root, or from anywhere below src, test or views: papers leave the beginning away where it is plain. */
function placesOf(path: string): string[] {
  const bare = path.replace(/\/$/, '')
  return [`${bare}*`, `{src,test,views}/**/${bare}`, `{src,test,views}/**/${bare}.*`]
}

/** What CONTRIBUTING lets one make. */
const EXAMPLES = ['src/kinds/vacature', 'new/vacature']

describe('the papers', () => {
  test('README has every variable with its default and meaning', () => {
    const readme = read('README.md')
    for (const { name, defaultText, meaning } of variables) {
      expect(readme).toContain(`| \`${name}\` | ${defaultText} | ${meaning} |`)
    }
  })

  test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'ARCHITECTURE.md'])('%s names what exists', (paper) => {
    const text = read(paper)
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] as string)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] as string)
    expect(linked.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(pathsIn(text).filter((path) => globSync(placesOf(path), { cwd: ROOT }).length === 0)).toEqual([])
  })

  test('publiccode.yml has what the standard asks for', () => {
    const code = read('publiccode.yml')
    const keys = [...code.matchAll(/^(\w+):/gm)].map((match) => match[1])
    expect(keys).toEqual(expect.arrayContaining(REQUIRED))
    expect(code).not.toMatch(/: ''\n/)
    for (const [, text = ''] of code.matchAll(/shortDescription: (.*)/g)) expect(text.length).toBeLessThanOrEqual(150)
  })

  test('the licence is whole', () => {
    expect(read('LICENSE')).toMatch(/^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2/)
    expect(read('LICENSE')).toContain('Compatible Licences')
  })
})
