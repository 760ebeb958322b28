// A person as ActivityPub sees him, as plain AS2.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../core/federation.ts'
import { escapeHtml } from '../../../lib/html.ts'
import { type Actor, actorDocument } from '../../actors/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { profileFields } from '../rules.ts'
import { getPerson } from './profile.ts'

/** What everybody may know of him. Without `@context`. */
export async function personDocument(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const [person, organisation] = await Promise.all([getPerson(ctx.db, actor.id), ownOrganisation(ctx.db)])
  const common = await actorDocument(ctx, actor)
  return {
    ...common,
    type: 'Person',
    following: `${actor.iri}/following`,
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    attachment: [
      ...field(profileFields.jobTitle[0], person.jobTitle),
      ...field(profileFields.organisation[0], organisation?.name ?? ''),
      ...field(profileFields.unit[0], person.unit),
      ...field(profileFields.topics[0], person.topics.join(', ')),
    ],
  }
}

/** A line of the profile as Mastodon and others show it. */
function field(name: string, value: string): JsonObject[] {
  const label = name.charAt(0).toUpperCase() + name.slice(1)
  return value === '' ? [] : [{ type: 'PropertyValue', name: label, value: escapeHtml(value) }]
}
