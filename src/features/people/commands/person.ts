// Making people, and changing a profile.
import { Invalid } from '../../../core/errors.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import type { Urls } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { addLocalActor, type KeyPairs, tidyName } from '../../actors/index.ts'
import { JOB_TITLE_MAX, searchTextOf, UNIT_MAX } from '../rules.ts'

export interface NewPerson {
  readonly handle: string
  readonly name: string
  readonly keys: KeyPairs
  readonly jobTitle?: string
  readonly unit?: string
}

/**
 * Writes a person of this plein with its actor; an account is made by the room accounts.
 * @throws Invalid (handle, name, jobTitle, unit), Conflict `actor.handleTaken`
 */
export async function createPerson(tx: Tx, input: NewPerson, at: { urls: Urls; now: Instant }): Promise<ActorId> {
  const id = newId<'actor'>()
  const { handle, keys } = input
  const name = tidyName(input.name)
  const jobTitle = checkedLine('jobTitle', input.jobTitle ?? '', JOB_TITLE_MAX)
  const unit = checkedLine('unit', input.unit ?? '', UNIT_MAX)
  await addLocalActor(tx, { id, type: 'person', handle, name, keys }, at)
  const searchText = searchTextOf({ name, handle, jobTitle, unit })
  await tx.insertInto('person').values({ actorId: id, jobTitle, unit, searchText }).execute()
  return id
}

/** One line of text within its length. @throws Invalid (field) */
export function checkedLine(field: string, typed: string, max: number): string {
  const line = tidyName(typed)
  if (line.length > max) throw new Invalid({ [field]: { code: 'field.tooLong', params: { max } } })
  return line
}
