// Parts of pages that are drawn once and then kept as text: what many people, or one person again and again, see.
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'
import type { VNode } from 'preact'

const MAX_KEPT = 3000

/** Compared one by one, with ===: that takes a fraction of the time that making one text of them does. */
export type Shown = readonly unknown[]

export interface KeptOptions<Props> {
  /** What it is; one drawing of each is kept. */
  readonly keyOf: (props: Props) => string
  /** Everything that is seen of it, or decides how it is seen: when any of it is another, it is drawn anew. */
  readonly shownOf: (props: Props) => Shown
  /** How many are kept. */
  readonly most?: number
}

interface Drawing {
  readonly shown: Shown
  readonly text: string
}

/**
 * @param draw must depend on nothing but its props
 * @returns the component, which draws the same thing only once
 */
export function kept<Props>(
  draw: (props: Props) => VNode,
  { keyOf, shownOf, most = MAX_KEPT }: KeptOptions<Props>,
): (props: Props & { key?: string }) => VNode {
  const drawings = new Map<string, Drawing>()

  function drawnAnew(props: Props, shown: Shown): Drawing {
    return { shown, text: inOnePiece(withoutWideLetters(renderToString(draw(props)))) }
  }

  return function Kept(props) {
    const [key, shown] = [keyOf(props), shownOf(props)]
    const known = drawings.get(key)
    const drawing = known && isSame(known.shown, shown) ? known : drawnAnew(props, shown)
    // What was not used longest comes first and goes first.
    drawings.delete(key)
    drawings.set(key, drawing)
    if (drawings.size > most) drawings.delete(drawings.keys().next().value as string)
    return jsxTemplate([drawing.text])
  }
}

function isSame(one: Shown, other: Shown): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}

/**
 * Letters beyond Latin-1 as numbers, which mean the same in HTML: with a single one of them in it, a whole page takes
 * twice the memory, and three times as long to send.
 */
function withoutWideLetters(html: string): string {
  return html.replace(/[^\0-\xff]/gu, (letter) => `&#${letter.codePointAt(0)};`)
}

/** A text that was put together from hundreds is kept as those hundreds, and put together anew by each who sends it. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString()
}
