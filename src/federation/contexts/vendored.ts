// JSON-LD contexts that we carry with us: none is ever fetched.
import { preloadedContexts } from '@fedify/vocab-runtime'
import type { Json } from '../../core/federation.ts'
import { AS2_CONTEXT } from '../../lib/as2.ts'

/** Terms of others that matter to us and that AS2's own context lacks. */
const extraTerms = {
  toot: 'http://joinmastodon.org/ns#',
  lemmy: 'https://join-lemmy.org/ns#',
  schema: 'http://schema.org#',
  vf: 'https://w3id.org/valueflows/ont/vf#',
  misskey: 'https://misskey-hub.net/ns#',
  Hashtag: 'as:Hashtag',
  sensitive: 'as:sensitive',
  manuallyApprovesFollowers: 'as:manuallyApprovesFollowers',
  featured: { '@id': 'toot:featured', '@type': '@id' },
  discoverable: 'toot:discoverable',
  indexable: 'toot:indexable',
  postingRestrictedToMods: 'lemmy:postingRestrictedToMods',
  Lock: 'lemmy:Lock',
  locked: 'lemmy:locked',
  PropertyValue: 'schema:PropertyValue',
  value: 'schema:value',
  quoteUrl: 'as:quoteUrl',
  _misskey_quote: 'misskey:_misskey_quote',
  dwv: 'https://w3id.org/dwarsverband/ns#',
  om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
} as const

/** What everything is compacted against. */
export const ourContext: Json = [
  AS2_CONTEXT,
  'https://w3id.org/security/v1',
  'https://w3id.org/security/multikey/v1',
  'https://w3id.org/security/data-integrity/v2',
  extraTerms,
]

interface LoadedContext {
  readonly contextUrl: null
  readonly documentUrl: string
  readonly document: unknown
  /** Lets jsonld keep what it made of the context. */
  readonly tag: 'static'
}

const statics = new Map<string, LoadedContext>(
  Object.entries(preloadedContexts).map(([url, document]) => [
    url,
    { contextUrl: null, documentUrl: url, document, tag: 'static' },
  ]),
)

/** A context by its URL. One that we do not carry counts as empty: its terms are dropped, the rest stays readable. */
export function loadContext(url: string): Promise<LoadedContext> {
  const found = statics.get(url) ?? statics.get(url.replace(/^http:/, 'https:')) ?? statics.get(url.replace(/#$/, ''))
  return Promise.resolve(
    found ?? { contextUrl: null, documentUrl: url, document: { '@context': {} }, tag: 'static' as const },
  )
}
