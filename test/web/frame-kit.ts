// The HTML frame by itself on a free port: with pages of the test's own, and no database behind it.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ctx } from '../../src/core/context.ts'
import { defineKind, kindsFrom } from '../../src/core/kind.ts'
import { z } from '../../src/lib/schema.ts'
import type { LocalPerson } from '../../src/core/viewer.ts'
import type { AccountId, ActorId } from '../../src/lib/id.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type Texts, translationsFrom } from '../../src/platform/i18n/texts.ts'
import { type LogLine, openLog } from '../../src/platform/log.ts'
import en from '../../src/web/en.json' with { type: 'json' }
import nl from '../../src/web/nl.json' with { type: 'json' }
import { openWeb, type WebFeature, type WebOptions } from '../../src/web/server.ts'

export const jan: LocalPerson = {
  type: 'person',
  personId: '019aa000-0000-7000-8000-000000000001' as ActorId,
  accountId: '019aa000-0000-7000-8000-000000000002' as AccountId,
  admin: false,
}

/** Session `jan` is Jan, `beheer` is an administrator; anything else has ended. */
const people: WebFeature = {
  name: 'people',
  session: {
    resolve: async (_ctx, token) =>
      token === 'jan' || token === 'beheer'
        ? { sessionId: `hash-${token}`, viewer: { ...jan, admin: token === 'beheer' }, locale: undefined }
        : undefined,
    isSetUp: async () => true,
  },
  layout: {
    person: async () => ({ name: 'Jan de Boer', handle: 'jan', picture: undefined }),
    organisation: async () => ({ name: 'Gemeente Zandstede', logo: undefined }),
    unread: async () => 3,
  },
}

const note = defineKind({
  name: 'note',
  schema: z.object({}),
  fields: [],
  title: 'none',
  icon: 'note',
  federation: { types: ['Note'], toObject: () => ({ type: 'Note' }), fromObject: () => ({ title: '', data: {} }) },
  texts: { nl: {}, en: {} },
})

export const frameTexts: Texts = { nl, en }

export interface OpenFrame {
  readonly origin: string
  readonly log: LogLine[]
  readonly dataDir: string
  close(): Promise<void>
}

export type FrameOptions = Partial<Omit<WebOptions, 'texts' | 'features'>> & {
  readonly texts?: readonly Texts[]
  readonly features?: readonly WebFeature[]
  readonly clock?: Clock
  readonly dataDir?: string
}

export async function openFrame(options: FrameOptions = {}): Promise<OpenFrame> {
  // On a busy machine a connection must not be closed here just when the other uses it again.
  const server = createServer({ keepAliveTimeout: 120_000 })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'frame-'))
  const log: LogLine[] = []
  const clock = options.clock ?? systemClock
  const { app } = openWeb({
    config: { origin, dataDir, trustProxy: 0, version: '0.1.0' },
    log: openLog('debug', (line) => void log.push(line)),
    kinds: kindsFrom([note]),
    context: (viewer, locale) => ({ viewer, locale, clock }) as unknown as Ctx,
    lookup: () => {
      throw new Error('these pages look nothing up')
    },
    store: undefined as never,
    ready: async () => true,
    ...options,
    clock,
    texts: translationsFrom([frameTexts, ...(options.texts ?? [])]),
    features: options.features?.some((feature) => feature.session)
      ? options.features
      : [people, ...(options.features ?? [])],
  })
  server.on('request', app)
  return {
    origin,
    log,
    dataDir,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The cookie of a session on a frame without https. */
export function sessionCookie(origin: string, token: 'jan' | 'beheer' | 'ended'): string {
  return `plein${new URL(origin).port}-session=${token}`
}
