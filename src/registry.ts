// THE list: all features in the order of their rank. Answers "who handles X?" for the composition in app.ts.
import type { EventName } from './core/events.ts'
import type { CliCommand, Feature, JobHandler, ScheduledJob } from './core/feature.ts'
import type { AnyKind } from './core/kind.ts'
import type { Texts } from './platform/i18n/texts.ts'
import { accounts } from './features/accounts/feature.ts'
import { actors } from './features/actors/feature.ts'
import { admin } from './features/admin/feature.ts'
import { comments } from './features/comments/feature.ts'
import { consents } from './features/consents/feature.ts'
import { content } from './features/content/feature.ts'
import { exports } from './features/exports/feature.ts'
import { feeds } from './features/feeds/feature.ts'
import { groups } from './features/groups/feature.ts'
import { instances } from './features/instances/feature.ts'
import { klussen } from './features/klussen/feature.ts'
import { media } from './features/media/feature.ts'
import { notifications } from './features/notifications/feature.ts'
import { organisations } from './features/organisations/feature.ts'
import { people } from './features/people/feature.ts'
import { reactions } from './features/reactions/feature.ts'
import { responses } from './features/responses/feature.ts'
import federationEn from './federation/en.json' with { type: 'json' }
import federationNl from './federation/nl.json' with { type: 'json' }
import webEn from './web/en.json' with { type: 'json' }
import webNl from './web/nl.json' with { type: 'json' }

export const features: readonly Feature[] = [
  instances,
  organisations,
  actors,
  people,
  accounts,
  groups,
  media,
  content,
  comments,
  reactions,
  feeds,
  notifications,
  responses,
  consents,
  klussen,
  exports,
  admin,
]

/** Who listens to an event: names of features. */
export function listenersOf(event: EventName): string[] {
  return features.filter((feature) => feature.listeners?.[event]).map((feature) => feature.name)
}

/** Texts of the frame, all rooms, and these kinds. */
export function textsOf(ofKinds: readonly AnyKind[]): Texts[] {
  const ofFrames = [
    { nl: webNl, en: webEn },
    { nl: federationNl, en: federationEn },
  ]
  return [...ofFrames, ...features.map((feature) => feature.texts), ...ofKinds.map((kind) => kind.texts)]
}

export const cliCommands: readonly CliCommand[] = features.flatMap((feature) => feature.cli ?? [])

export const scheduledJobs: readonly ScheduledJob[] = features.flatMap((feature) => feature.schedule ?? [])

export const jobHandlers: ReadonlyMap<string, JobHandler> = new Map(
  features.flatMap((feature) => Object.entries(feature.jobs ?? {})),
)

const names = features.map((feature) => feature.name)
if (new Set(names).size !== names.length) throw new Error(`two features share a name: ${names.join(', ')}`)
