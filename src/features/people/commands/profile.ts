// Changing one's own profile.
import type { Ctx } from '../../../core/context.ts'
import { type FieldFaults, Invalid, Unauthenticated } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import type { ActorId } from '../../../lib/id.ts'
import { renderMarkdown } from '../../../lib/markdown.ts'
import { paths } from '../../../lib/urls.ts'
import { checkedName, changeLocalActor, findActor } from '../../actors/index.ts'
import { ABOUT_MAX, JOB_TITLE_MAX, searchTextOf, TOPIC_MAX, topicsFrom, TOPICS_MAX, UNIT_MAX } from '../rules.ts'
import { checkedLine } from './person.ts'
import { putTopics } from './remote.ts'

export interface ProfileInput {
  readonly name: string
  readonly jobTitle: string
  readonly unit: string
  /** Themes as typed, commas between them. */
  readonly topics: string
  /** Markdown. */
  readonly about: string
  /** A picture that was uploaded before; null takes the present one away; absent leaves it. */
  readonly pictureMediaId?: string | null
}

/**
 * Changes the viewer's own profile. `actor.updated` follows.
 * @throws Invalid (name, jobTitle, unit, topics, about), Unauthenticated
 */
export async function editProfile(ctx: Ctx, input: ProfileInput): Promise<ActorId> {
  const { personId: id } = personOf(ctx.viewer)
  const profile = checkedProfile(input)
  const { html } = renderMarkdown(profile.about, { mentionHref: (handle) => paths.person(handle) })
  await ctx.transaction(async (tx, emit) => {
    const actor = await findActor(tx, id)
    if (!actor) throw new Unauthenticated()
    const { name, about, jobTitle, unit, topics } = profile
    const picture = input.pictureMediaId === undefined ? {} : { pictureMediaId: input.pictureMediaId }
    await changeLocalActor(tx, ctx.clock, { id, name, summary: html, summarySource: about, ...picture })
    const searchText = searchTextOf({ name, handle: actor.handle, jobTitle, unit })
    await tx.updateTable('person').set({ jobTitle, unit, searchText }).where('actorId', '=', id).execute()
    await putTopics(tx, id, topics)
    emit('actor.updated', { actorId: id }, id)
  })
  return id
}

/** All faults at once. */
function checkedProfile(input: ProfileInput) {
  const faults: Record<string, FieldFaults[string]> = {}
  const name = gather(faults, () => checkedName(input.name))
  const jobTitle = gather(faults, () => checkedLine('jobTitle', input.jobTitle, JOB_TITLE_MAX))
  const unit = gather(faults, () => checkedLine('unit', input.unit, UNIT_MAX))
  const about = input.about.trim()
  if (about.length > ABOUT_MAX) faults['about'] = { code: 'field.tooLong', params: { max: ABOUT_MAX } }
  const topics = topicsFrom(input.topics)
  if (topics.length > TOPICS_MAX) faults['topics'] = { code: 'person.tooManyTopics', params: { max: TOPICS_MAX } }
  if (topics.some((topic) => topic.length > TOPIC_MAX)) {
    faults['topics'] = { code: 'person.longTopic', params: { max: TOPIC_MAX } }
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  return { name, jobTitle, unit, about, topics }
}

function gather(faults: Record<string, FieldFaults[string]>, check: () => string): string {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    Object.assign(faults, error.fields)
    return ''
  }
}
