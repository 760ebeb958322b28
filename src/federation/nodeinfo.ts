// What this server tells other software about itself: honest counts, the organisation's name, its own actor.
import type { NodeInfo } from '@fedify/fedify'
import type { Frame } from './frame.ts'

export const NODEINFO_PATH = '/nodeinfo/2.1'
/** Others choose the form of what they send by it: not one of the names that get bare object ids (PieFed). */
export const SOFTWARE = 'dwarsverband'
/** FEP-2677. */
const APPLICATION = 'https://www.w3.org/ns/activitystreams#Application'

/** NodeInfo 2.1, with the counts that the rooms give. */
export async function nodeInfoOf(frame: Frame): Promise<NodeInfo> {
  const counts = await Promise.all(frame.doors.map(async (door) => door.usage?.(frame.ctx)))
  const total = (name: 'users' | 'localPosts' | 'localComments') =>
    counts.reduce((sum, count) => sum + (count?.[name] ?? 0), 0)
  const nodeName = await frame.nodeName(frame.ctx)
  return {
    software: { name: SOFTWARE, version: frame.version },
    protocols: ['activitypub'],
    openRegistrations: false,
    usage: { users: { total: total('users') }, localPosts: total('localPosts'), localComments: total('localComments') },
    metadata: nodeName === undefined ? {} : { nodeName },
  }
}

/** /.well-known/nodeinfo; ours and not Fedify's, for the link to the instance actor (FEP-2677). */
export async function nodeInfoLinks(frame: Frame): Promise<object> {
  const self = await frame.actors.instanceActor(frame.ctx)
  return {
    links: [
      { rel: 'http://nodeinfo.diaspora.software/ns/schema/2.1', href: `${frame.urls.origin}${NODEINFO_PATH}` },
      { rel: APPLICATION, href: self.iri },
    ],
  }
}
