// `@name@host`, or the address of a page or id, → id of an actor or object (RFC 7033).
// Not Fedify's look-up: it asks by https only, while servers of a developer have a port on plain http.
import { Forbidden, Refusal } from '../core/errors.ts'
import type { JsonObject } from '../core/federation.ts'
import { idIn, listIn, textIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import type { Budget } from './budget.ts'
import type { Frame } from './frame.ts'
import { hostOf, originOf, parseJson } from './json.ts'
import { mayTalkTo } from './policy.ts'

const HANDLE = /^@?([\p{L}\p{N}_.-]{1,100})@([\p{L}\p{N}.-]+(?::\d{1,5})?)$/u
const MAX_JRD_BYTES = 64 * 1024

interface Asking {
  readonly frame: Frame
  readonly budget: Budget
  readonly object: (iri: string) => Promise<JsonObject | 'gone'>
}

/**
 * Undefined: nobody of that name there, or the other side does not answer.
 * @throws Forbidden when this plein does not talk to that one, so that asking again is of no use
 */
export async function lookupHandle(asking: Asking, text: string): Promise<string | undefined> {
  const handle = HANDLE.exec(text.trim().replace(/^acct:/i, ''))
  await checkTalksTo(asking.frame, handle ? hostNamed(handle[2] as string) : hostOf(text.trim()))
  try {
    return handle
      ? await byHandle(asking, handle[1] as string, handle[2] as string)
      : await byAddress(asking, text.trim())
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    asking.frame.log.debug('a handle is not to be had', { text, code: error.code, ...error.params })
    return undefined
  }
}

async function checkTalksTo(frame: Frame, host: string | undefined): Promise<void> {
  if (host === undefined || host === frame.urls.host || (await mayTalkTo(frame, host))) return
  if (frame.mode === 'off') throw new Forbidden('lookup.off')
  throw new Forbidden(frame.mode === 'allowlist' ? 'lookup.notListed' : 'lookup.blocked', { host })
}

function hostNamed(text: string): string | undefined {
  return URL.parse(`https://${text}`)?.host
}

async function byAddress(asking: Asking, address: string): Promise<string | undefined> {
  const origin = originOf(address)
  if (origin === undefined) return undefined
  if (origin === asking.frame.urls.origin) return address
  const document = await asking.object(address)
  return document === 'gone' ? undefined : idIn(document['id'])
}

async function byHandle({ frame, budget }: Asking, name: string, givenHost: string): Promise<string | undefined> {
  const host = hostNamed(givenHost)
  if (host === undefined) return undefined
  if (host === frame.urls.host) return (await frame.actors.findByHandle(frame.ctx, name.toLowerCase()))?.iri
  const answer = await ask(frame, budget, webfingerUrl(frame, host, name))
  if (answer === undefined) return undefined
  const self = listIn(parseJson(answer)['links']).find(isSelf)
  const iri = idIn(self)
  return originOf(iri) === undefined ? undefined : iri
}

function webfingerUrl(frame: Frame, host: string, name: string): string {
  const scheme = frame.allowPrivateAddress && /:\d+$|^localhost$/.test(host) ? 'http' : 'https'
  return `${scheme}://${host}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${host}`)}`
}

async function ask(frame: Frame, budget: Budget, url: string): Promise<string | undefined> {
  try {
    const answer = await frame.http.fetch(url, {
      headers: { accept: 'application/jrd+json, application/json' },
      maxBytes: MAX_JRD_BYTES,
      timeoutMillis: budget.fetch(),
    })
    return answer.status === 200 ? await answer.text() : undefined
  } catch (error) {
    if (error instanceof Refusal) throw error
    frame.log.debug('no answer to WebFinger', { url, reason: String(error) })
    return undefined
  }
}

function isSelf(link: unknown): boolean {
  if (!isObject(link as JsonObject)) return false
  const { rel, type } = link as JsonObject
  return rel === 'self' && /^application\/(activity\+json|ld\+json)/.test(textIn(type) ?? '')
}
