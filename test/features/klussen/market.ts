// A market for tests: people who write klussen, and the listeners that keep the index.
import { system } from '../../../src/core/viewer.ts'
import { createContent } from '../../../src/features/content/index.ts'
import { indexKlussen } from '../../../src/features/klussen/index.ts'
import { defineKind } from '../../../src/core/kind.ts'
import { klusSchema } from '../../../src/kinds/klus/rules.ts'
import type { ContentId } from '../../../src/lib/id.ts'
import type { TestContext } from '../../kit/context.ts'

export const klusKind = defineKind({
  name: 'klus',
  schema: klusSchema,
  fields: [],
  title: 'required',
  icon: 'briefcase',
  federation: { types: ['Proposal'], toObject: () => ({ type: 'Proposal' }), fromObject: () => null },
  texts: { nl: {}, en: {} },
})

export interface KlusGiven {
  readonly title?: string
  readonly body?: string
  readonly audience?: 'public' | 'network' | 'organisation' | 'private'
  readonly data?: Readonly<Record<string, unknown>>
}

/** Writes an open klus and indexes it, twice: what listeners do may be done again. */
export async function writeKlus(by: TestContext, given: KlusGiven = {}): Promise<ContentId> {
  const { title = 'Help met archiveren', body = 'Wij zoeken iemand.', audience = 'network' } = given
  const data = { status: 'open', expertise: ['archivering'], closes: '2026-12-20', ...given.data }
  const id = await createContent(by, { kind: 'klus', title, body, audience, data })
  await reindex(by, id)
  return id
}

export async function reindex(world: TestContext, id: ContentId): Promise<void> {
  await indexKlussen(world.as(system), [id])
  await indexKlussen(world.as(system), [id])
}
