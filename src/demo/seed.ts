// Fills three empty pleinen by the ordinary commands, as if their people had been at it for weeks.
import { createServer, type Server } from 'node:http'
import type { App } from '../app.ts'
import { systemClock } from '../lib/clock.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import { features } from '../registry.ts'
import { spaceThreads } from './content/threads-space.ts'
import { workThreads } from './content/threads-work.ts'
import { klussen } from './content/klussen.ts'
import { begunKlussen } from './content/klussen-begun.ts'
import { openPlein, pleinen, portOf, type DemoPlace } from './pleinen.ts'
import { klusMoments, trustEachOther } from './seed-klussen.ts'
import { offerTime, settlePeople } from './seed-people.ts'
import { tellThreads } from './seed-threads.ts'
import { storyClock } from './story-clock.ts'
import type { PleinName, PleinStory } from './story.ts'
import { Town } from './town.ts'

const DAY = 24 * 3600_000

/** Mail about what happened weeks ago is for nobody; once the demo runs, its mail is in the log. */
const noMail: Mailer = { send: () => Promise.resolve(), close: () => undefined }

/**
 * Makes the databases below the folder and closes them again; takes about half a minute.
 * @param say is told what is being done
 */
export async function seed(place: DemoPlace, say: (line: string) => void): Promise<void> {
  const now = systemClock.millis()
  const clock = storyClock(now - 30 * DAY)
  const open: { plein: PleinStory; app: App; server: Server }[] = []
  try {
    for (const plein of pleinen) {
      const app = await openPlein(plein.name, place, { clock, mailer: noMail })
      open.push({ plein, app, server: await listen(app, portOf(plein.name, place)) })
    }
    const town = new Town(new Map(open.map(({ plein, app }): [PleinName, App] => [plein.name, app])))
    say('people and groups')
    await settlePeople(town)
    for (const { app } of open) for (const feature of features) await feature.opened?.(app.ctx(), app.tools)
    say('who follows whom')
    await town.meet()
    await trustEachOther(town)
    await offerTime(town)
    say('posts, comments, reactions, klussen')
    const more = [...klussen, ...begunKlussen].flatMap((story) => klusMoments(town, story, now))
    await tellThreads(town, [...spaceThreads, ...workThreads], { clock, now, more })
    clock.set(now - 60_000)
    await town.settle()
  } finally {
    for (const { app, server } of open) {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
      await app.dispose()
    }
  }
}

async function listen(app: App, port: number): Promise<Server> {
  const server = createServer(app.http)
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready))
  return server
}
