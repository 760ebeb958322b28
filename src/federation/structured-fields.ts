// The part of Structured Field Values (RFC 8941) that signatures use: dictionaries of inner lists and of byte sequences.

export interface InnerList {
  /** Names of the components; none has parameters. */
  readonly items: readonly string[]
  /** Parameter → value as written (strings with their quotes). */
  readonly params: ReadonlyMap<string, string>
  /** The list with its parameters, in canonical form. */
  readonly text: string
}

const MEMBER = /\s*([a-z*][a-z0-9_.*-]*)=/y
const NAME = / *"([^"\\]*)"/y
const PARAM =
  / *; *([a-z*][a-z0-9_.*-]*)(?:=("(?:[^"\\]|\\["\\])*"|-?\d+(?:\.\d+)?|:[A-Za-z0-9+/=]*:|[A-Za-z*][^\s;,"()]*))?/y
const BYTES = /:([A-Za-z0-9+/=]*):/y
const END = /\s*(?:,|$)/y
const MAX_LENGTH = 8192

/** @returns undefined when it is no dictionary of inner lists of strings without parameters. */
export function readInnerLists(text: string): Map<string, InnerList> | undefined {
  return readDictionary(text, readInnerList)
}

/** @returns undefined when it is no dictionary of byte sequences. */
export function readByteSequences(text: string): Map<string, Buffer> | undefined {
  return readDictionary(text, (reader) => {
    const match = reader.take(BYTES)
    return match ? Buffer.from(match[1] ?? '', 'base64') : undefined
  })
}

interface Reader {
  take(pattern: RegExp): RegExpExecArray | undefined
  readonly atEnd: boolean
}

function readerOf(text: string): Reader {
  let position = 0
  return {
    take(pattern) {
      pattern.lastIndex = position
      const match = pattern.exec(text)
      if (match) position = pattern.lastIndex
      return match ?? undefined
    },
    get atEnd() {
      return position >= text.length
    },
  }
}

function readDictionary<T>(text: string, readValue: (reader: Reader) => T | undefined): Map<string, T> | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const found = new Map<string, T>()
  const reader = readerOf(text.trim())
  while (!reader.atEnd) {
    const name = reader.take(MEMBER)?.[1]
    const value = name === undefined ? undefined : readValue(reader)
    if (name === undefined || value === undefined || !reader.take(END)) return undefined
    found.set(name, value)
  }
  return found
}

function readInnerList(reader: Reader): InnerList | undefined {
  if (!reader.take(/\(/y)) return undefined
  const items: string[] = []
  for (let match = reader.take(NAME); match; match = reader.take(NAME)) items.push(match[1] ?? '')
  if (!reader.take(/ *\)/y)) return undefined
  const params = new Map<string, string>()
  for (let match = reader.take(PARAM); match; match = reader.take(PARAM)) {
    if (!match[1] || params.has(match[1])) return undefined
    params.set(match[1], match[2] ?? '?1')
  }
  const list = `(${items.map((item) => `"${item}"`).join(' ')})`
  const written = [...params].map(([name, value]) => (value === '?1' ? `;${name}` : `;${name}=${value}`))
  return { items, params, text: list + written.join('') }
}
