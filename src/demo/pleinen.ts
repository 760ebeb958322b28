// The three pleinen of the demo: where they live, and how each is opened.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type App, createApp, type Overrides } from '../app.ts'
import { readConfig } from '../platform/config/config.ts'
import { lindewaarde } from './content/lindewaarde.ts'
import { merenland } from './content/merenland.ts'
import { vechtdal } from './content/vechtdal.ts'
import type { PersonStory, PleinName, PleinStory } from './story.ts'

export const pleinen: readonly PleinStory[] = [lindewaarde, vechtdal, merenland]

/** Of everybody in the demo. It opens nothing but the demo. */
export const PASSWORD = 'samen-over-de-dijk'

const PORTS: Record<PleinName, number> = { lindewaarde: 3001, vechtdal: 3002, merenland: 3003 }

export interface DemoPlace {
  /** Folder that holds a folder for each plein. */
  readonly folder: string
  /** Added to the ports 3001, 3002 and 3003. */
  readonly portOffset?: number
}

export function portOf(name: PleinName, { portOffset = 0 }: DemoPlace): number {
  return PORTS[name] + portOffset
}

export function originOf(name: PleinName, place: DemoPlace): string {
  return `http://127.0.0.1:${portOf(name, place)}`
}

export function emailOf(person: PersonStory, plein: PleinStory): string {
  return `${person.handle}@${plein.name}.example`
}

export async function openPlein(name: PleinName, place: DemoPlace, overrides: Overrides = {}): Promise<App> {
  dress(name, place)
  const config = readConfig({
    PORT: String(portOf(name, place)),
    HOST: '127.0.0.1',
    ORIGIN: originOf(name, place),
    DATA_DIR: folderOf(name, place),
    ALLOW_PRIVATE_ADDRESS: 'true',
    LOG_LEVEL: 'error',
  })
  return createApp(config, overrides)
}

function folderOf(name: PleinName, { folder }: DemoPlace): string {
  return join(resolve(folder), name)
}

/** Its own look, where an organisation puts it. */
function dress(name: PleinName, place: DemoPlace): void {
  const theme = pleinen.find((plein) => plein.name === name)?.theme
  if (theme === undefined) return
  mkdirSync(folderOf(name, place), { recursive: true })
  writeFileSync(join(folderOf(name, place), 'theme.css'), theme)
}
