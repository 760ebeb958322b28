// Makes style sheets small: leaves out blocks that no page uses, and tokens that no rule needs. Pure text work.

/** A rule or at-rule with a block: `head { body }`; or a statement without one (`@import …;`). */
interface CssPart {
  readonly head: string
  readonly body: string | undefined
}

/** Splits CSS into its top-level parts. Comments are left out. */
export function splitCss(css: string): CssPart[] {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, '')
  const parts: CssPart[] = []
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '{' && depth++ === 0) open = at
    else if (letter === '}' && --depth === 0) {
      parts.push({ head: text.slice(start, open).trim(), body: text.slice(open + 1, at) })
      start = at + 1
    } else if (letter === ';' && depth === 0) {
      parts.push({ head: text.slice(start, at).trim(), body: undefined })
      start = at + 1
    }
  }
  return parts
}

/** Keeps the rules of which every class is `keep`; in a list of selectors, the selectors of which it is. */
export function pruneRules(css: string, keep: (className: string) => boolean): string {
  return splitCss(css)
    .map((part) => pruneOne(part, keep))
    .join('')
}

function pruneOne({ head, body }: CssPart, keep: (className: string) => boolean): string {
  if (body === undefined) return head.startsWith('@charset') ? '' : `${head};`
  if (/^@(media|supports|layer|container)/.test(head)) {
    const inner = pruneRules(body, keep)
    return inner === '' ? '' : `${head}{${inner}}`
  }
  if (head.startsWith('@')) return `${head}{${body}}`
  const selectors = splitSelectors(head).filter((selector) => classesOf(selector).every(keep))
  return selectors.length === 0 || body.trim() === '' ? '' : `${selectors.join(',')}{${body}}`
}

/** At the commas that stand outside brackets. */
function splitSelectors(head: string): string[] {
  const selectors: string[] = []
  let depth = 0
  let current = ''
  for (const letter of head) {
    if (letter === '(' || letter === '[') depth++
    if (letter === ')' || letter === ']') depth--
    if (letter === ',' && depth === 0) {
      selectors.push(current.trim())
      current = ''
    } else current += letter
  }
  return [...selectors, current.trim()]
}

function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? '')
}

/** Keeps the tokens that `css` uses, and those that these use, and so on; and those whose names are in `always`. */
export function pruneTokens(
  theme: ReadonlyMap<string, string>,
  css: string,
  always: readonly string[],
): Map<string, string> {
  const wanted = new Set<string>(always)
  const queue = [css, ...always.map((name) => theme.get(name) ?? '')]
  for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
    for (const [, name = ''] of text.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (wanted.has(name)) continue
      wanted.add(name)
      queue.push(theme.get(name) ?? '')
    }
  }
  return new Map([...theme].filter(([name]) => wanted.has(name)))
}
