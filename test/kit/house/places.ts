// Where a file stands in the house: its floor, its room, its role.
import type { Module } from '../modules.ts'

/** From all modules to complaints; each says what is wrong and how to mend it. */
export type Rule = (modules: readonly Module[]) => string[]

/** Rank order: the domain files of a room may use rooms before it only. */
export const RANKS = [
  'instances',
  'organisations',
  'actors',
  'people',
  'accounts',
  'groups',
  'media',
  'content',
  'comments',
  'reactions',
  'feeds',
  'notifications',
  'responses',
  'consents',
  'klussen',
  'exports',
  'admin',
]

export const DOMAIN = ['rules', 'tables', 'queries', 'commands', 'visibility', 'flow']
export const DOORS = ['listeners', 'jobs', 'pages', 'api', 'federation', 'cli', 'session', 'layout']
export const REGISTRATION = ['feature', 'kind']

export interface Place {
  readonly floor: number
  /** Top folder ('lib', 'web', 'views', 'features', …). */
  readonly house: string
  /** 'features/groups', 'kinds/post'; undefined outside rooms. */
  readonly room: string | undefined
  /** 'rules', 'commands', 'pages', …; undefined outside rooms. */
  readonly role: string | undefined
}

const FLOORS: Record<string, number> = {
  lib: 0,
  platform: 1,
  core: 2,
  web: 3,
  federation: 3,
  api: 3,
  views: 3,
  features: 4,
  kinds: 4,
  door: 5,
}

export function placeOf(path: string): Place {
  const [top, second, third, fourth] = path.split('/')
  if (top === 'migrations' || second === undefined)
    return { floor: -1, house: 'migrations', room: undefined, role: undefined }
  if (top === 'views') return { floor: 3, house: 'views', room: undefined, role: undefined }
  const house = second && second in FLOORS && third ? second : 'door'
  const inRoom = (house === 'features' || house === 'kinds') && fourth !== undefined
  return {
    floor: FLOORS[house] as number,
    house,
    room: inRoom ? `${house}/${third}` : undefined,
    role: inRoom ? fourth.replace(/\.(tsx?|json)$/, '') : undefined,
  }
}
