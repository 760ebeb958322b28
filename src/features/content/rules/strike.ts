// Takes out of a text who somebody is and how one reaches him. Pure.

const STRUCK = '…'
const EMAIL = /[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]+/g
const HANDLE = /@[\w.-]+(@[\w.:-]+)?/g
/** Nine digits or more, however they are grouped: no amount, no year. */
const PHONE = /\+?\(?\d(?:[\s().-]*\d){8,}/g

/** @param names of the people, as they stand on their profiles; each is taken out whole, and its first and last word */
export function strikeOf(names: readonly string[]): (text: string) => string {
  const parts = names.flatMap((name) => {
    const words = name.trim().split(/\s+/)
    const ends = [words[0] ?? '', words.at(-1) ?? ''].filter((word) => word.length > 2)
    return [name.trim(), ...ends].filter((part) => part !== '')
  })
  // The whole name before its parts.
  const escaped = [...new Set(parts)]
    .toSorted((one, other) => other.length - one.length)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const named =
    escaped.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join('|')})(?![\\p{L}\\p{N}])`, 'gu') : undefined
  return (text) => {
    const bare = text.replace(EMAIL, STRUCK).replace(PHONE, STRUCK).replace(HANDLE, STRUCK)
    return named ? bare.replace(named, STRUCK) : bare
  }
}
