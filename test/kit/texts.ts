// Reads all text files and every text key that the code names, for the test that no text is missing.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Module, ROOT } from './modules.ts'

export type TextFile = Readonly<Record<string, string | Readonly<Record<string, string>>>>

export interface TextPair {
  readonly folder: string
  readonly nl: TextFile
  readonly en: TextFile
}

/** Every folder with a text file; a missing half is empty. */
export function readTexts(): TextPair[] {
  const folders = new Set(
    globSync('src/**/{nl,en}.json', { cwd: ROOT }).map((path) => path.replace(/\/(nl|en)\.json$/, '')),
  )
  return [...folders].toSorted().map((folder) => ({ folder, nl: read(folder, 'nl'), en: read(folder, 'en') }))
}

function read(folder: string, locale: 'nl' | 'en'): TextFile {
  try {
    return JSON.parse(readFileSync(join(ROOT, folder, `${locale}.json`), 'utf8')) as TextFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${folder}/${locale}.json`, { cause: error })
  }
}

/** Names in braces that a text fills in; of a plural, all of its forms. */
export function placeholdersOf(text: TextFile[string]): string[] {
  const whole = typeof text === 'string' ? text : Object.values(text).join(' ')
  return [...new Set([...whole.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].toSorted()
}

export interface NamedKey {
  readonly key: string
  readonly path: string
}

const KEY = `[a-z][A-Za-z]*(?:\\.[A-Za-z0-9-]+)+`
const REFUSAL = new RegExp(
  `new (?:Refusal\\(\\s*\\d+\\s*,|(?:NotFound|Unauthenticated|Forbidden|Conflict|Gone|TooLarge|Unavailable)\\()\\s*'(${KEY})'`,
  'g',
)
const LATER_CODE = new RegExp(`new (?:Invalid|TooMany)\\([^;]*?,\\s*'(${KEY})'`, 'g')
const DEFAULT_CODE = new RegExp(`constructor\\([^)]*\\bcode = '(${KEY})'`, 'g')
const FIELD_CODE = new RegExp(`\\bcode:\\s*'(${KEY})'`, 'g')
const TRANSLATED = new RegExp(`\\bt(?:\\.find)?\\(\\s*'(${KEY})'`, 'g')

/** Codes that a Refusal or a field fault is made with. */
export function refusalCodes(modules: readonly Module[]): NamedKey[] {
  return [REFUSAL, LATER_CODE, DEFAULT_CODE, FIELD_CODE].flatMap((pattern) => keysIn(modules, pattern))
}

/** Literal keys handed to t(…). */
export function translatedKeys(modules: readonly Module[]): NamedKey[] {
  return keysIn(modules, TRANSLATED)
}

/** What stands before the first `${` of a key that is put together: t(`group.role.${role}`) → 'group.role.'. */
export function translatedPrefixes(modules: readonly Module[]): NamedKey[] {
  return keysIn(modules, /\bt(?:\.find)?\(\s*`([a-z][A-Za-z]*\.[A-Za-z0-9.-]*)\$\{/g)
}

function keysIn(modules: readonly Module[], pattern: RegExp): NamedKey[] {
  return modules.flatMap(({ path, code }) =>
    [...code.matchAll(pattern)].map((match) => ({ key: match[1] as string, path })),
  )
}
