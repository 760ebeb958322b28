// Whether colours can be told apart: WCAG 2.2 contrast of the pairs that our pages use.
import { resolveToken, type Tokens } from './tokens.ts'

/** Red, green, blue from 0 to 1. */
export type Colour = readonly [number, number, number]

/** `#rgb`, `#rrggbb`, `rgb()`, `hsl()`, `white`, `black`. Undefined for anything else, and for what can be seen through. */
export function parseColour(text: string): Colour | undefined {
  const value = text.trim().toLowerCase()
  if (value === 'white') return [1, 1, 1]
  if (value === 'black') return [0, 0, 0]
  const hex = /^#([\da-f]{3}|[\da-f]{6})(f{1,2})?$/.exec(value)?.[1]
  if (hex) return fromHex(hex.length === 3 ? hex.replace(/./g, '$&$&') : hex)
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(value)
  const parts = call?.[2]?.split(/[\s,/]+/).filter(Boolean)
  if (!call || !parts || parts.length < 3 || Number.parseFloat(parts[3] ?? '1') < 1) return undefined
  return call[1] === 'rgb' ? fromRgb(parts) : fromHsl(parts)
}

function fromHex(hex: string): Colour {
  const part = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16) / 255
  return [part(0), part(2), part(4)]
}

function fromRgb(parts: readonly string[]): Colour | undefined {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = parts.map(
    (part) => Number.parseFloat(part) / (part.endsWith('%') ? 100 : 255),
  )
  return checked([red, green, blue])
}

/** CSS Color 4 §7. */
function fromHsl(parts: readonly string[]): Colour | undefined {
  const [hue = Number.NaN, saturation = Number.NaN, lightness = Number.NaN] = parts.map((part) =>
    Number.parseFloat(part),
  )
  const l = lightness / 100
  const a = (saturation / 100) * Math.min(l, 1 - l)
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12
    return l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))
  }
  return checked([channel(0), channel(8), channel(4)])
}

function checked(colour: Colour): Colour | undefined {
  return colour.every((part) => part >= 0 && part <= 1) ? colour : undefined
}

/** Relative luminance (WCAG 2.2). */
function luminance([red, green, blue]: Colour): number {
  const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export interface Pair {
  readonly front: string
  readonly back: string
  /** 4.5 for text (WCAG 1.4.3), 3 for borders and focus (1.4.11). */
  readonly least: number
}

export interface ContrastFault extends Pair {
  /** Undefined when a colour of the pair is missing or cannot be read. */
  readonly ratio: number | undefined
}

/** The pairs of a theme that cannot be told apart well enough. Pairs of which the theme has neither colour are skipped. */
export function contrastFaults(tokens: Tokens, pairs: readonly Pair[]): ContrastFault[] {
  const faults: ContrastFault[] = []
  for (const pair of pairs) {
    if (!tokens.has(pair.front) && !tokens.has(pair.back)) continue
    const front = colourOf(tokens, pair.front)
    const back = colourOf(tokens, pair.back)
    const ratio = front && back ? contrast(front, back) : undefined
    if (ratio === undefined || ratio < pair.least) faults.push({ ...pair, ratio })
  }
  return faults
}

/** Dark: light text on a dark ground. */
export function schemeOf(tokens: Tokens): 'light' | 'dark' {
  const text = colourOf(tokens, '--basis-color-default-color-document')
  const ground = colourOf(tokens, '--basis-color-default-bg-document')
  return text && ground && luminance(text) > luminance(ground) ? 'dark' : 'light'
}

function colourOf(tokens: Tokens, name: string): Colour | undefined {
  const value = resolveToken(tokens, name)
  return value === undefined ? undefined : parseColour(value)
}
