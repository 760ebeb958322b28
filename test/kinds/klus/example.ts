// A klus for the contract suite: with every field, and open as long as anybody runs the tests.
import { clockFrom } from '../../../src/lib/clock.ts'

/** A date (YYYY-MM-DD) some days from now. */
export function dayAhead(days: number): string {
  return clockFrom(() => Math.max(Date.now(), Date.UTC(2026, 10, 22)))
    .in(days * 86_400_000)
    .slice(0, 10)
}

export const klusExample = {
  purpose: 'request',
  result: 'Een participatieplan waar inwoners zich in herkennen',
  forWhom: 'Team Omgevingswet',
  expertise: ['participatie', 'schrijven'],
  hoursTotal: 24.5,
  hoursPerWeek: 4,
  starts: dayAhead(40),
  ends: dayAhead(90),
  flexible: true,
  where: 'both',
  places: 2,
  responders: 'network',
  closes: dayAhead(30),
  guidance: 'Je werkt samen met Joost.',
  learn: 'Hoe een waterschap met inwoners praat.',
  loan: 'free',
  conditions: 'Je bent op dinsdag te bereiken.',
  candidateInView: true,
  contact: 'Fatima, 033 123 45 67',
  status: 'open',
  placesLeft: 2,
}

export const klusWrong = { ...klusExample, hoursTotal: 0, closes: 'morgen' }
