// Makes a group on this plein.
import type { Ctx } from '../../../core/context.ts'
import { checked } from '../../../core/checked.ts'
import { Forbidden, Invalid } from '../../../core/errors.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { renderMarkdown } from '../../../lib/markdown.ts'
import { urlsOf } from '../../../lib/urls.ts'
import { addLocalActor, newKeyPairs, putFollow } from '../../actors/index.ts'
import { newGroupSchema, searchTextOf } from '../rules.ts'

export interface CreateGroup {
  readonly handle: string
  readonly name: string
  /** Markdown. */
  readonly about?: string
  readonly access?: 'open' | 'closed' | 'hidden'
}

/**
 * Any person of this plein may; he becomes its first manager. Emits group.created.
 * @throws Conflict 'actor.handleTaken', Invalid on a handle that is none.
 */
export async function createGroup(ctx: Ctx, input: CreateGroup): Promise<ActorId> {
  const { viewer } = ctx
  if (viewer.type !== 'person') throw new Forbidden('group.notForYou')
  // A name without a letter of the alphabet suggests none.
  if (input.handle.trim() === '') throw new Invalid({ handle: { code: 'group.handleNeeded' } })
  const group = checked(newGroupSchema, input)
  const urls = urlsOf(ctx.config.origin)
  const id = newId<'actor'>()
  const keys = await newKeyPairs()
  const summary = renderMarkdown(group.about, { mentionHref: () => undefined }).html
  return ctx.transaction(async (tx, emit) => {
    const now = ctx.clock.now()
    await addLocalActor(
      tx,
      { id, type: 'group', handle: group.handle, name: group.name, summary, summarySource: group.about, keys },
      { urls, now },
    )
    await tx
      .insertInto('group')
      .values({
        actorId: id,
        access: group.access,
        restricted: 0,
        searchText: searchTextOf(group.name, group.about),
        memberCount: 1,
        organisationCount: 1,
        lastActivity: now,
        history: 'done',
        historyCount: 0,
      })
      .execute()
    const iri = urls.activity(newId())
    await putFollow(tx, ctx.clock, {
      iri,
      followerId: viewer.personId,
      targetId: id,
      state: 'accepted',
      role: 'manager',
    })
    emit('group.created', { groupId: id })
    return id
  })
}
