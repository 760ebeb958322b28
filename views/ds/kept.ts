// Parts of pages that are drawn once and then kept as text: what many people, or one person again and again, see.
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'
import type { VNode } from 'preact'

const MOST_KEPT = 3000

/**
 * @param draw must depend on nothing but its props
 * @param keyOf tells apart all props that are drawn differently
 * @param most how many are kept
 * @returns the component, which draws the same thing only once
 */
export function kept<Props>(
  draw: (props: Props) => VNode,
  keyOf: (props: Props) => string,
  most = MOST_KEPT,
): (props: Props & { key?: string }) => VNode {
  const texts = new Map<string, string>()
  return function Kept(props) {
    const key = keyOf(props)
    const text = texts.get(key) ?? inOnePiece(renderToString(draw(props)))
    // What was not used longest comes first and goes first.
    texts.delete(key)
    texts.set(key, text)
    if (texts.size > most) texts.delete(texts.keys().next().value as string)
    return jsxTemplate([text])
  }
}

/** A text that was put together from hundreds is kept as those hundreds, and put together anew by each who sends it. */
function inOnePiece(text: string): string {
  return Buffer.from(text).toString()
}
