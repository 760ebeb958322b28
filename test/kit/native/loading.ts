// How Node loads what suites import: it reads `.ts` by itself, and learns here to read `.tsx` and what `@jest/globals` is.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Options, transformSync } from '@swc/core'

const options: Options = {
  swcrc: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: true },
    experimental: { keepImportAttributes: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'es6' },
  sourceMaps: true,
}

const globals = new URL('globals.ts', import.meta.url).href

/** Of each `.tsx` that was loaded, by its address: its source map, as an address. Lines of a `.ts` are where they were. */
export const sourceMaps = new Map<string, string>()

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: globals, shortCircuit: true } : next(specifier, context),
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context)
    const filename = fileURLToPath(url)
    const { code, map = '' } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename })
    sourceMaps.set(url, `data:application/json;base64,${Buffer.from(map).toString('base64')}`)
    return { format: 'module', source: code, shortCircuit: true }
  },
})
