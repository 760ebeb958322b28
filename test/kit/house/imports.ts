// Rules on who may import whom: floors, ranks, roles, registrations, rings.
import { findCycles, type Import, type Module } from '../modules.ts'
import { DOMAIN, DOORS, type Place, placeOf, RANKS, REGISTRATION, type Rule } from './places.ts'

/** Applies a check to every import of our own files. */
function everyImport(check: (module: Module, target: string, from: Place, to: Place) => string | undefined): Rule {
  return (modules) => {
    const complaints: string[] = []
    for (const module of modules) {
      for (const { target } of module.imports) {
        if (target === undefined) continue
        const complaint = check(module, target, placeOf(module.path), placeOf(target))
        if (complaint) complaints.push(`${module.path} imports ${target}: ${complaint}`)
      }
    }
    return complaints
  }
}

/** Down or sideways inside one folder, never up. */
export const floors = everyImport((_module, _target, from, to) => {
  if (to.floor > from.floor) {
    return `that is a floor up (${from.house} is below ${to.house}). Type what you need in src/core and let the registry hand it in.`
  }
  const sideways = to.floor === from.floor && to.house !== from.house
  // The HTML frame draws with views; the two kinds of room may meet through the rules below.
  const allowed = (from.house === 'web' && to.house === 'views') || (from.house === 'kinds' && to.house === 'features')
  if (sideways && !allowed) return `${from.house} and ${to.house} stand side by side and may not know each other.`
  return undefined
})

/** Between rooms: only through index.ts, and domain files only to rooms of a lower rank. */
export const ranks = everyImport((_module, _target, from, to) => {
  if (!from.room || !to.room || from.room === to.room) return undefined
  if (to.role !== 'index') return `other rooms are entered through their index.ts.`
  if (!DOMAIN.includes(from.role ?? '')) return undefined
  const own = rankOf(from.room)
  const other = rankOf(to.room)
  if (own > other) return undefined
  return (
    `${from.room} (rank ${own}) may use lower ranks only, and ${to.room} has rank ${other}. ` +
    `Let the higher room listen to an event instead, or move the code up.`
  )
})

function rankOf(room: string): number {
  const rank = RANKS.indexOf(room.replace('features/', ''))
  return rank === -1 ? RANKS.length + 1 : rank + 1
}

/** Every room stands in the rank order, and every file of a room has a role that exists. */
export const roles: Rule = (modules) => {
  const known = [...DOMAIN, ...DOORS, ...REGISTRATION, 'index']
  const complaints: string[] = []
  for (const { path } of modules) {
    const { house, room, role } = placeOf(path)
    if (!room || !role) continue
    if (house === 'features' && !RANKS.includes(room.replace('features/', ''))) {
      complaints.push(
        `${path}: the room ${room} has no rank. Add it to RANKS, and record the decision in ARCHITECTURE.md.`,
      )
    }
    if (!known.includes(role)) {
      complaints.push(
        `${path}: a room has no file role '${role}'. Roles: ${known.join(', ')}; split a long one as ${role === 'rules' ? 'rules' : 'commands'}/<verb>.ts.`,
      )
    }
  }
  return complaints
}

/** What files of each role may import of the lower floors and of their own room. */
export const roleImports = everyImport((_module, target, from, to) => {
  if (!from.room || !from.role) return undefined
  if (from.room === to.room) return ownRoom(from.role, to.role ?? '', target)
  if (from.role === 'index') return `index.ts re-exports rules, queries and commands of its own room, nothing else.`
  if (to.house === 'platform') return ofPlatform(from.role, target)
  if (to.house === 'views')
    return mayDraw(from.role) ? undefined : `only pages, listeners (mail) and kind.ts draw views.`
  if (to.house === 'web') return from.role === 'pages' ? undefined : `only pages use the HTML frame.`
  if (to.house === 'api') return from.role === 'api' ? undefined : `only api uses the API frame.`
  if (to.house === 'federation') {
    // Running a plein is about deliveries: the only table of a frame that a room shows.
    if (from.room === 'features/admin' && target === 'src/federation/deliveries.ts') return undefined
    return from.role === 'federation' && target === 'src/federation/kit.ts'
      ? undefined
      : `rooms use src/federation/kit.ts only, in federation.ts.`
  }
  return undefined
})

function ownRoom(from: string, to: string, target: string): string | undefined {
  if (from === to || REGISTRATION.includes(from) || target.endsWith('.json')) return undefined
  if (DOORS.includes(to))
    return `nobody imports a door (${to}) but ${REGISTRATION.join('.ts or ')}.ts. Move what is shared to rules, queries or commands.`
  if (REGISTRATION.includes(to)) return `nobody imports the registration of a room but the registry.`
  if (to === 'index') return `inside its own room, name the file that you mean (an index makes cycles).`
  const allowed: Record<string, readonly string[]> = {
    rules: ['tables'],
    flow: ['rules'],
    tables: ['rules'],
    visibility: ['rules', 'tables', 'queries'],
    queries: ['rules', 'tables', 'visibility'],
    commands: ['rules', 'tables', 'visibility', 'queries'],
    index: ['rules', 'queries', 'commands', 'visibility'],
  }
  const list = allowed[from]
  return list && !list.includes(to) ? `${from} may import ${list.join(', ')} of its own room.` : undefined
}

function ofPlatform(role: string, target: string): string | undefined {
  if (role === 'rules' || role === 'flow') return `${role} is pure: lib and core only.`
  const outside = ['mail', 'http', 'files'].some((part) => target.startsWith(`src/platform/${part}/`))
  if (outside && ['queries', 'commands', 'visibility', 'tables'].includes(role)) {
    return `domain files do not touch the outside world: do it before (page) or after (listener), or in a job.`
  }
  return undefined
}

function mayDraw(role: string): boolean {
  return ['pages', 'listeners', 'jobs', 'kind'].includes(role)
}

/** Only the registry knows the rooms' registrations, only app.ts the registry. */
export const registrations = everyImport((module, target, from, to) => {
  if (target.startsWith('src/kinds/') && to.room === undefined && module.path !== 'src/registry.ts' && from.floor < 5) {
    return `only the registry imports the list of kinds; rooms get ctx.kinds.`
  }
  if (!REGISTRATION.includes(to.role ?? '')) return undefined
  const ok = module.path === 'src/registry.ts' || (module.path === 'src/kinds/index.ts' && to.role === 'kind')
  return ok ? undefined : `only src/registry.ts (features) and src/kinds/index.ts (kinds) import registrations.`
})

/** No ring of imports, types too. src/core is one contract: its types may speak of each other, its code may not. */
export const cycles: Rule = (modules) => {
  const counts = (path: string, { target, typeOnly }: Import) =>
    target !== undefined && !(typeOnly && path.startsWith('src/core/') && target.startsWith('src/core/'))
  const graph = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.filter((one) => counts(path, one)).map((one) => one.target as string),
    ]),
  )
  return findCycles(graph).map((ring) => `${ring.join(' → ')}: a ring. Move what both need into a file below them.`)
}
