// Reads the source tree as modules and their imports, for the tests that guard the shape of the house.
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export const ROOT = new URL('../../', import.meta.url).pathname

export interface Import {
  /** As written: './rules.ts', 'kysely', 'node:fs'. */
  readonly specifier: string
  /** Path from the root when it is one of our own files, else undefined. */
  readonly target: string | undefined
  /** Name of the package when it is a library ('kysely', '@fedify/fedify', 'node:fs'). */
  readonly library: string | undefined
  /** Only types: nothing of it is left when the program runs. */
  readonly typeOnly: boolean
}

export interface Module {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The text without comments, line numbers kept. */
  readonly code: string
  readonly imports: readonly Import[]
}

const STATEMENT = /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g

/** A module from its text; `path` tells where its relative imports lead. */
export function moduleFrom(path: string, text: string): Module {
  const code = withoutComments(text)
  const imports: Import[] = []
  for (const match of code.matchAll(STATEMENT)) imports.push(toImport(path, match[2] as string, isTypeOnly(match[0])))
  for (const match of code.matchAll(DYNAMIC)) imports.push(toImport(path, match[1] as string, false))
  return { path, text, code, imports }
}

/** All modules of src, views and migrations (not the scripts for the browser, which are a world of their own). */
export function readModules(patterns = ['src/**/*.{ts,tsx}', 'views/**/*.{ts,tsx}', 'migrations/*.ts']): Module[] {
  return globSync(patterns, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isClientCode(path) && !path.endsWith('.d.ts'))
    .toSorted()
    .map((path) => moduleFrom(path, readFileSync(join(ROOT, path), 'utf8')))
}

export function isClientCode(path: string): boolean {
  return path.startsWith('src/client/') || path.startsWith('views/client/')
}

function toImport(path: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier))
    return { specifier, target, library: undefined, typeOnly }
  }
  const parts = specifier.split('/')
  const library = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]
  return { specifier, target: undefined, library, typeOnly }
}

function isTypeOnly(statement: string): boolean {
  if (/^(?:import|export)\s+type\s/.test(statement)) return true
  const named = /^(?:import|export)\s*\{([^}]*)\}/.exec(statement)?.[1]
  const names = named
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names !== undefined && names.length > 0 && names.every((name) => name.startsWith('type '))
}

/** Blanks comments out; strings and templates stay. Good enough for code that prettier has formatted. */
function withoutComments(text: string): string {
  return text.replace(
    /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (found) => (found.startsWith('//') || found.startsWith('/*') ? found.replace(/[^\n]/g, ' ') : found),
  )
}

/** Groups of files that import each other in a ring (Tarjan). */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []

  function visit(node: string): void {
    index.set(node, index.size)
    low.set(node, index.get(node) as number)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) as number, low.get(next) as number))
    }
    if (low.get(node) !== index.get(node)) return
    const ring = stack.splice(stack.indexOf(node))
    if (ring.length > 1 || graph.get(node)?.includes(node)) cycles.push(ring)
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return cycles
}
