// All rules of the house, by name.
import { faces, firstLines, lengths, names } from './files.ts'
import { cycles, floors, ranks, registrations, roleImports, roles } from './imports.ts'
import type { Rule } from './places.ts'
import { libraries, words } from './words.ts'

export const allRules: Readonly<Record<string, Rule>> = {
  floors,
  ranks,
  roles,
  roleImports,
  registrations,
  cycles,
  libraries,
  words,
  names,
  firstLines,
  lengths,
  faces,
}
