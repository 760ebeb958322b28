// The klussen of the story, each placed by its author on the own plein; before that the pleinen trust each other.
import { allowInstance } from '../features/instances/index.ts'
import { createContent, getContent } from '../features/content/index.ts'
import { dateIn } from '../lib/format.ts'
import { clockFrom } from '../lib/clock.ts'
import { pleinen } from './pleinen.ts'
import { type PlacedKlus, takeStep } from './seed-responses.ts'
import type { Moment } from './seed-threads.ts'
import type { KlusStory } from './story.ts'
import type { Town } from './town.ts'

const DAY = 24 * 3600_000

/** "Het netwerk" of the demo: the three allow each other. */
export async function trustEachOther(town: Town): Promise<void> {
  for (const { name } of pleinen) {
    const app = town.app(name)
    for (const other of pleinen)
      if (other.name !== name)
        await allowInstance(
          app.ctx(),
          town.app(other.name).config.hostName,
          `Wij werken samen met ${other.organisation}.`,
        )
  }
  await town.settle()
}

/**
 * A klus being placed, and what happens between its author and who responded.
 * @param now when the story ends, in milliseconds
 */
export function klusMoments(town: Town, story: KlusStory, now: number): Moment[] {
  const klus: PlacedKlus = { story, iri: '' }
  const responses = story.responses ?? []
  const later = responses.flatMap((response) =>
    response.steps.map((step) => ({
      at: now - step.daysAgo * DAY,
      run: () => takeStep(town, klus, { response, step }),
    })),
  )
  return [placing(town, klus, now), ...later]
}

function placing(town: Town, klus: PlacedKlus, now: number): Moment {
  const { story } = klus
  const day = (inDays: number) => dateIn(clockFrom(() => now).in(inDays * DAY))
  return {
    at: now - story.daysAgo * DAY,
    async run() {
      const { author, group, title, body, audience = 'network' } = story
      const groupId = group === undefined ? null : await town.actorOn(town.homeOf(author).name, group)
      const dates = { closes: day(story.closesIn), starts: day(story.startsIn), ends: day(story.endsIn) }
      const data = { ...story.data, ...dates }
      const ctx = await town.ctxOf(author)
      const id = await createContent(ctx, { kind: 'klus', groupId, title, body, audience, data })
      klus.iri = (await getContent(ctx, id)).iri
    },
  }
}
