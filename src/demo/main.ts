// `npm run demo`: three pleinen in one process, filled and federating, with the accounts printed.
import 'temporal-polyfill/global'
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { App } from '../app.ts'
import type { Mailer } from '../platform/mail/mailer.ts'
import { emailOf, openPlein, originOf, PASSWORD, pleinen, type DemoPlace } from './pleinen.ts'
import { seed } from './seed.ts'

const { values: options } = parseArgs({
  options: { folder: { type: 'string', default: 'scratch/demo' }, 'port-offset': { type: 'string', default: '0' } },
})
const place: DemoPlace = { folder: options.folder, portOffset: Number(options['port-offset']) }
const open: App[] = []

/** There is no mail server: mail stands where the demo was started, so that its links can be followed. */
const mailer: Mailer = {
  async send({ to, subject, text }) {
    console.log(`\nMail to ${to}: ${subject}\n${text.trim().replace(/^/gm, '  ')}`)
  },
  close: () => undefined,
}

try {
  console.log('Filling three pleinen (half a minute) …')
  rmSync(place.folder, { recursive: true, force: true })
  await seed(place, (line) => console.log(`  ${line}`))
  for (const { name } of pleinen) {
    const app = await openPlein(name, place, { mailer })
    open.push(app)
    await app.start()
  }
  tell()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0))
} catch (error) {
  console.error(error)
  await stop(1)
}

async function stop(code: number): Promise<void> {
  await Promise.allSettled(open.map((app) => app.dispose()))
  process.exit(code)
}

function tell(): void {
  for (const plein of pleinen) {
    console.log(`\n${plein.organisation}   ${originOf(plein.name, place)}`)
    for (const person of plein.people) {
      const admin = person.handle === plein.admin ? '   (beheerder)' : ''
      console.log(`  ${emailOf(person, plein).padEnd(32)} ${person.name}, ${person.jobTitle}${admin}`)
    }
  }
  console.log(`\nEverybody's password: ${PASSWORD}\nStop with Ctrl+C.`)
}
