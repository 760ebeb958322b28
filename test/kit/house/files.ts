// Rules on files: names, first lines, lengths, faces of rooms.
import type { Module } from '../modules.ts'
import type { Rule } from './places.ts'

const FORBIDDEN_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'manager', 'service', 'data', 'info']

/** Names say what is inside: kebab-case, and no drawer for everything. */
export const names: Rule = (modules) =>
  modules.flatMap(({ path }) => {
    const parts = path.replace(/\.(test\.)?tsx?$/, '').split('/')
    const vague = parts.filter((part) => FORBIDDEN_NAMES.includes(part))
    const complaints = vague.map(
      (part) => `${path}: '${part}' says nothing of what is inside. Name it after what it does.`,
    )
    const odd = parts.find((part) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(part) && !path.startsWith('migrations/'))
    if (odd) complaints.push(`${path}: '${odd}' is not kebab-case.`)
    return complaints
  })

/** The first line says in one sentence what lives in the file. */
export const firstLines: Rule = (modules) =>
  modules
    .filter(({ text }) => !/^(#!.*\n)?(\/\/ \S|\/\*\* \S)/.test(text))
    .map(({ path }) => `${path}: begin with a line '// …' that says what lives here.`)

export function lengthOf(module: Module): number {
  return module.text.split('\n').length - 1
}

/** Longer than this is two intentions in one file. */
export const lengths: Rule = (modules) =>
  modules
    .filter((module) => lengthOf(module) > 400)
    .map(
      (module) =>
        `${module.path} has ${lengthOf(module)} lines (400 at most, 120 is what we aim for): split it by intention.`,
    )

/** index.ts is a face, not a room: re-exports only. */
export const faces: Rule = (modules) =>
  modules
    .filter(({ path }) => /^src\/features\/[^/]+\/index\.ts$/.test(path))
    .filter(({ code }) => code.replace(/export\s+(type\s+)?(\{[^}]*\}|\*)\s+from\s+'[^']+';?/g, '').trim() !== '')
    .map(
      ({ path }) =>
        `${path}: only 'export … from' belongs in an index.ts; move the code to rules, queries or commands.`,
    )
