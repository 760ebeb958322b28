// A host that is allowed is met at once: what is for the whole network must have an address there.
import type { Tools } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import { idIn, textIn, objectsIn } from '../../lib/as2.ts'
import { parseIri } from '../../lib/iri.ts'
import { meetInstance } from './commands.ts'

/** FEP-2677: where NodeInfo names the server's own actor. */
const APPLICATION = 'https://www.w3.org/ns/activitystreams#Application'

/** Tried again until it answers. Other software may have no actor of its own: then whoever is met there brings the address. */
export const whenAllowed: Listener<'instance.allowed'> = async (ctx, event, tools) => {
  if (ctx.config.federation === 'off') return
  const { host } = event.payload
  const iri = await ownActorOf(tools, `${ctx.config.allowPrivateAddress ? 'http' : 'https'}://${host}`)
  // It speaks for itself only.
  if (iri === undefined || new URL(iri).host !== host) return
  if (!(await tools.remote.actor(iri))) return
  await meetInstance(ctx, { host, iri })
}

async function ownActorOf(tools: Tools, origin: string): Promise<string | undefined> {
  const answer = await tools.http.fetch(`${origin}/.well-known/nodeinfo`, { headers: { accept: 'application/json' } })
  if (answer.status !== 200) return undefined
  const document = JSON.parse(await answer.text()) as { links?: unknown }
  const link = objectsIn(document.links).find((one) => textIn(one['rel']) === APPLICATION)
  const iri = link && idIn(link['href'])
  return iri && parseIri(iri) ? iri : undefined
}
