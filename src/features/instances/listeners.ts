// A host that is allowed is met at once: what is for the whole network must have an address there.
import type { Tools } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import { idIn, textIn, thingsIn } from '../../lib/as2.ts'
import { parseIri } from '../../lib/iri.ts'

/** FEP-2677: where NodeInfo names the server's own actor. */
const APPLICATION = 'https://www.w3.org/ns/activitystreams#Application'

export const whenAllowed: Listener<'instance.allowed'> = async (ctx, event, tools) => {
  const { host } = event.payload
  try {
    const iri = await ownActorOf(tools, `${ctx.config.allowPrivateAddress ? 'http' : 'https'}://${host}`)
    // It speaks for itself only.
    if (iri && new URL(iri).host === host) await tools.remote.actor(iri)
  } catch (error) {
    // Later is soon enough: whoever is met there brings the address too.
    ctx.log.info('an allowed host could not be met', { host, error: String(error) })
  }
}

async function ownActorOf(tools: Tools, origin: string): Promise<string | undefined> {
  const answer = await tools.http.fetch(`${origin}/.well-known/nodeinfo`, { headers: { accept: 'application/json' } })
  if (answer.status !== 200) return undefined
  const document = JSON.parse(await answer.text()) as { links?: unknown }
  const link = thingsIn(document.links).find((one) => textIn(one['rel']) === APPLICATION)
  const iri = link && idIn(link['href'])
  return iri && parseIri(iri) ? iri : undefined
}
