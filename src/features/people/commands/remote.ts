// What is kept of people elsewhere beside their actor.
import { plainText } from '../../../lib/html.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Actor } from '../../actors/index.ts'
import { JOB_TITLE_MAX, profileFields, searchTextOf, TOPIC_MAX, topicsFrom, TOPICS_MAX, UNIT_MAX } from '../rules.ts'

/** Renews the row of a person elsewhere from the fields of the actor. Runs with the actor's own row in one transaction. */
export async function recordRemotePerson(tx: Tx, actor: Actor): Promise<void> {
  const fields = JSON.parse(actor.fields) as { name: string; value: string }[]
  const value = (names: readonly string[]) => {
    const field = fields.find(({ name }) => names.includes(name.toLowerCase()))
    return field ? plainText(field.value).replace(/\s+/g, ' ').trim() : ''
  }
  const jobTitle = value(profileFields.jobTitle).slice(0, JOB_TITLE_MAX)
  const unit = value(profileFields.unit).slice(0, UNIT_MAX)
  const searchText = searchTextOf({ name: actor.name, handle: actor.handle, jobTitle, unit })
  const row = { jobTitle, unit, searchText }
  await tx
    .insertInto('person')
    .values({ actorId: actor.id, ...row })
    .onConflict((conflict) => conflict.column('actorId').doUpdateSet(row))
    .execute()
  const topics = topicsFrom(value(profileFields.topics)).slice(0, TOPICS_MAX)
  await putTopics(
    tx,
    actor.id,
    topics.map((topic) => topic.slice(0, TOPIC_MAX)),
  )
}

/** Themes of a person, in place of those before. */
export async function putTopics(tx: Tx, actorId: Actor['id'], topics: readonly string[]): Promise<void> {
  await tx.deleteFrom('personTopic').where('actorId', '=', actorId).execute()
  if (topics.length === 0) return
  await tx
    .insertInto('personTopic')
    .values(topics.map((topic) => ({ actorId, topic })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
