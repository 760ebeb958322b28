// An inline icon of the Tabler set, by name. Always next to a text or inside something with a label: it is hidden from readers.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { VNode } from 'preact'

const require = createRequire(import.meta.url)
const drawings = new Map<string, string>()

/** Shown for a name that the set does not have, so that a typing mistake costs an icon and not a page. */
const unknown = '<circle cx="12" cy="12" r="4" />'

export function Icon({ name }: { name: string }): VNode {
  return (
    <svg
      class="dv-icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
      dangerouslySetInnerHTML={{ __html: drawing(name) }}
    />
  )
}

/** The insides of the icon's file, read once. */
function drawing(name: string): string {
  const known = drawings.get(name)
  if (known !== undefined) return known
  const drawn = hasIcon(name) ? readDrawing(name) : unknown
  drawings.set(name, drawn)
  return drawn
}

function readDrawing(name: string): string {
  const svg = readFileSync(require.resolve(`@tabler/icons/outline/${name}.svg`), 'utf8')
  return svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace('</svg>', '')
    .replace(/<path stroke="none"[^>]*\/>/, '')
    .replace(/\s*\n\s*/g, '')
}

/** True when the set has an outline icon of this name. */
export function hasIcon(name: string): boolean {
  if (!/^[a-z0-9-]+$/.test(name)) return false
  try {
    require.resolve(`@tabler/icons/outline/${name}.svg`)
    return true
  } catch {
    return false
  }
}
