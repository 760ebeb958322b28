// Words and numbers for a move that somebody chose to make, fit for where the response stands.
import type { Situation } from '../../../../src/core/flow.ts'
import type { JsonObject } from '../../../../src/core/federation.ts'
import type { Standpoint } from '../../../../src/features/responses/rules/steps.ts'
import { termsPending } from '../../../../src/kinds/klus/flow/terms.ts'
import { dataOf, goodPayloads } from './play.ts'

export function payloadFor(move: string, at: Standpoint, situation: Situation, choice: number): JsonObject {
  const data = dataOf(at)
  const version = termsPending(data)?.version ?? 1
  const entries = data.hours.filter(({ state }) => state === 'logged').map(({ id }) => id)
  const entry = entries[choice % Math.max(1, entries.length)] ?? 'none'
  const date = situation.now.slice(0, 10)
  // Each secret names whose it is, so that a leak shows.
  const mine = `geheim van ${situation.maker} met ${situation.respondent.name}`
  const own: Readonly<Record<string, JsonObject>> = {
    apply: { motivation: mine, hours: 40 },
    offer: { hours: 8 + (choice % 5) * 8, conditions: mine },
    amend: { hours: 8 + (choice % 7) * 8 },
    sign: { version },
    consent: { version },
    setConditions: { version, words: `niet op dag ${choice % 5}` },
    refuseConsent: { version, lapsed: choice % 2 === 0 },
    logHours: { date, hours: 1 + (choice % 30), what: mine },
    withdrawHours: { entry },
    confirmHours: { entries: entries.length > 0 ? entries : ['none'] },
    disputeHours: { entry, reason: 'anders afgesproken' },
    review: { text: `terugblik: ${mine}` },
  }
  return own[move] ?? goodPayloads[move] ?? {}
}
