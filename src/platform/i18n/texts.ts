// Texts in Dutch and English, handed over by the rooms; looked up by key (`room.part.word`).

export const locales = ['nl', 'en'] as const
export type Locale = (typeof locales)[number]
/** For whoever chose none and whose browser asks for none, and for whom we know no more of than an address. */
export const defaultLocale: Locale = 'nl'

/** One room's texts: the same keys in both. A value may be a plural: `{ "one": "…", "other": "…" }`, chosen by `count`. */
export interface Texts {
  readonly nl: TextFile
  readonly en: TextFile
}
export type TextFile = { readonly [key: string]: string | { readonly one: string; readonly other: string } }

export type TextParams = Readonly<Record<string, string | number>>

/** The text of a key, with `{name}` filled in from `params`. A key that is not there is a programming fault. */
export interface Translate {
  (key: string, params?: TextParams): string
  readonly locale: Locale
  /** For keys that come from outside (a stored code): undefined instead of a fault. */
  find(key: string, params?: TextParams): string | undefined
}

export interface Translations {
  in(locale: Locale): Translate
  readonly keys: ReadonlySet<string>
}

/**
 * All rooms' texts together.
 * @throws Error when a key is claimed twice, or stands in one language only (at start).
 */
export function translationsFrom(all: readonly Texts[]): Translations {
  const files: Record<Locale, Map<string, TextFile[string]>> = { nl: new Map(), en: new Map() }
  for (const texts of all) {
    for (const locale of locales) {
      for (const [key, text] of Object.entries(texts[locale])) {
        if (files[locale].has(key)) throw new Error(`text ${key} (${locale}) is claimed twice`)
        files[locale].set(key, text)
      }
    }
  }
  const missing = [...files.nl.keys()].filter((key) => !files.en.has(key))
  missing.push(...[...files.en.keys()].filter((key) => !files.nl.has(key)))
  if (missing.length > 0) throw new Error(`texts in one language only: ${missing.join(', ')}`)
  const translators = { nl: translator('nl', files.nl), en: translator('en', files.en) }
  return { in: (locale) => translators[locale], keys: new Set(files.nl.keys()) }
}

function translator(locale: Locale, texts: ReadonlyMap<string, TextFile[string]>): Translate {
  const plural = new Intl.PluralRules(locale)
  function find(key: string, params: TextParams = {}): string | undefined {
    const text = texts.get(key)
    if (text === undefined) return undefined
    const chosen =
      typeof text === 'string' ? text : text[plural.select(Number(params['count'])) === 'one' ? 'one' : 'other']
    if (!chosen.includes('{')) return chosen
    return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => worded(params[name] ?? whole))
  }
  /** 15,5 or 15.5. */
  function worded(value: string | number): string {
    return typeof value === 'number' && locale === 'nl' ? String(value).replace('.', ',') : String(value)
  }
  function translate(key: string, params?: TextParams): string {
    const text = find(key, params)
    if (text === undefined) throw new Error(`no text for ${key} in ${locale}`)
    return text
  }
  return Object.assign(translate, { locale, find })
}
