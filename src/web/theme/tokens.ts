// Reads the design tokens (custom properties) of a theme file, and finds what a token finally is.

export type Tokens = ReadonlyMap<string, string>

/** Values that could fetch something or leave the declaration. */
const unsafe = /[<>{}@\\]|url\s*\(|image\s*\(|expression/i

/** All `--name: value` declarations of a CSS text, later ones winning. Everything else in it is ignored. */
export function readTokens(css: string): Map<string, string> {
  const tokens = new Map<string, string>()
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '')
  for (const match of plain.matchAll(/(--[\w-]+)\s*:\s*([^;{}]*)(?=[;}])/g)) {
    const [, name = '', value = ''] = match
    if (!unsafe.test(value)) tokens.set(name, value.trim())
  }
  return tokens
}

/** The tokens as CSS under one class, in the order in which they were read. */
export function writeTokens(tokens: Tokens, className: string): string {
  return `.${className}{${[...tokens].map(([name, value]) => `${name}:${value}`).join(';')}}\n`
}

/** The value of a token with all `var()` in it followed; undefined when one of them leads nowhere or in a circle. */
export function resolveToken(tokens: Tokens, name: string, seen: ReadonlySet<string> = new Set()): string | undefined {
  const value = tokens.get(name)
  if (value === undefined || seen.has(name)) return undefined
  return followVars(value, (inner) => resolveToken(tokens, inner, new Set([...seen, name])))
}

function followVars(value: string, find: (name: string) => string | undefined): string | undefined {
  let missing = false
  // From the inside out, so that a fallback which is itself a var() has been followed before.
  let text = value
  for (let round = 0; round < 10 && text.includes('var('); round++) {
    text = text.replace(/var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)/g, (_whole, name: string, fallback?: string) => {
      const found = find(name) ?? fallback?.trim()
      missing ||= found === undefined
      return found ?? ''
    })
    if (missing) return undefined
  }
  return text.trim()
}
