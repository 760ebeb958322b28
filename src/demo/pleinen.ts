// The three pleinen of the demo: where they live, and how each is opened.
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
  const config = readConfig({
    PORT: String(portOf(name, place)),
    HOST: '127.0.0.1',
    ORIGIN: originOf(name, place),
    DATA_DIR: join(resolve(place.folder), name),
    ALLOW_PRIVATE_ADDRESS: 'true',
    LOG_LEVEL: 'error',
  })
  return createApp(config, overrides)
}
