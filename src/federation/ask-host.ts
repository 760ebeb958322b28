// Asks another server what it runs: NodeInfo (FEP-f1d5), for the form in which groups pass things on to it.
import type { Json } from '../core/federation.ts'
import type { HttpClient } from '../platform/http/fetch.ts'
import { isObject } from '../lib/json.ts'
import type { AskHost } from './host-facts.ts'
import { parseJson } from './json.ts'

const MAX_BYTES = 100_000
const SCHEMA = /nodeinfo\.diaspora\.software\/ns\/schema\/2\.\d$/

/** @param allowPlain development: servers on private addresses are asked over http. */
export function openAskHost(http: HttpClient, allowPlain: boolean): AskHost {
  async function get(url: string, signal: AbortSignal): Promise<Json | undefined> {
    const answer = await http.fetch(url, { headers: { accept: 'application/json' }, maxBytes: MAX_BYTES, signal })
    return answer.status === 200 ? parseJson(await answer.text()) : undefined
  }

  return async function askHost(host, signal) {
    const origin = `${allowPlain ? 'http' : 'https'}://${host}`
    const href = linkIn(await get(`${origin}/.well-known/nodeinfo`, signal))
    // The document lives on the host that it speaks for (a NodeInfo elsewhere could speak for anybody).
    if (href === undefined || !URL.canParse(href) || new URL(href).host !== host) return undefined
    return factsIn(await get(href, signal))
  }
}

function linkIn(document: Json | undefined): string | undefined {
  if (!isObject(document) || !Array.isArray(document['links'])) return undefined
  const links = document['links'].filter(isObject)
  const link = links.findLast((one) => typeof one['rel'] === 'string' && SCHEMA.test(one['rel']))
  return typeof link?.['href'] === 'string' ? link['href'] : undefined
}

function factsIn(document: Json | undefined): Awaited<ReturnType<AskHost>> {
  if (!isObject(document) || !isObject(document['software'])) return undefined
  const { name, version } = document['software']
  const metadata = isObject(document['metadata']) ? document['metadata'] : {}
  const nodeName = metadata['nodeName']
  return {
    ...(typeof name === 'string' ? { software: name.slice(0, 100).toLowerCase() } : {}),
    ...(typeof version === 'string' ? { version: version.slice(0, 100) } : {}),
    ...(typeof nodeName === 'string' && nodeName.trim() !== '' ? { name: nodeName.trim().slice(0, 200) } : {}),
  }
}
