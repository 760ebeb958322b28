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

/** Where the tokens for people begin who have their screen dark. */
const darkBlock = /@media[^{]*prefers-color-scheme\s*:\s*dark[^{]*\{/i

/** The CSS text for everybody, and what stands in its blocks for dark screens. */
export function splitDark(css: string): { plain: string; dark: string } {
  let [plain, dark] = [css.replace(/\/\*[\s\S]*?\*\//g, ''), '']
  for (let found = darkBlock.exec(plain); found; found = darkBlock.exec(plain)) {
    const begin = found.index + found[0].length
    const end = endOfBlock(plain, begin)
    dark += plain.slice(begin, end)
    plain = plain.slice(0, found.index) + plain.slice(end + 1)
  }
  return { plain, dark }
}

/** Place of the brace that closes what was opened before `from`; the end when there is none. */
function endOfBlock(css: string, from: number): number {
  let depth = 1
  for (let at = from; at < css.length; at++) {
    if (css[at] === '{') depth++
    if (css[at] === '}') depth--
    if (depth === 0) return at
  }
  return css.length
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
