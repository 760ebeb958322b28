// Forgetting the people when a klus is long over: what remains says how much was done, not by whom or why.
import type { KlusResponse, Terms } from './standing.ts'

/** Who was who, what they wrote, and their signatures go; hours, dates and the way it ended stay. */
export function forget(data: KlusResponse): KlusResponse {
  const { reopened: _, outside: __, ending, ...rest } = data
  return {
    ...rest,
    invitation: '',
    motivation: '',
    terms: data.terms.map(anonymous),
    hours: data.hours.map(({ id, date, hours, state }) => ({ id, date, hours, state, what: '' })),
    learned: {},
    reviews: {},
    ...(ending ? { ending: { ...ending, words: '' } } : {}),
  }
}

const nobody = { iri: '', name: '', organisation: '', host: '' }

function anonymous({ version, iri, facts, made, by, inForce }: Terms): Terms {
  const { conditions: _, managerConditions: __, guidance: ___, ...kept } = facts
  // The words of the klus as it was then: it has its own place, and its own time to go.
  const bare = { ...kept, title: '', text: '', result: '' }
  const organisationOf = ({ organisation, host }: Terms['facts']['author']) => ({ ...nobody, organisation, host })
  const parties = { author: organisationOf(facts.author), respondent: organisationOf(facts.respondent) }
  return { version, iri, facts: { ...bare, ...parties }, made, by, signatures: {}, ...(inForce ? { inForce } : {}) }
}
