// The pairs of colours that our pages put on each other, by the tokens of NL Design System.
import type { Pair } from './contrast.ts'

const TEXT = 4.5
const EDGE = 3

function pair(front: string, back: string, least: number): Pair {
  return { front: `--basis-${front}`, back: `--basis-${back}`, least }
}

export const pairs: readonly Pair[] = [
  pair('color-default-color-document', 'color-default-bg-document', TEXT),
  pair('color-default-color-document', 'color-default-bg-subtle', TEXT),
  pair('color-default-color-subtle', 'color-default-bg-document', TEXT),
  pair('color-default-color-subtle', 'color-default-bg-subtle', TEXT),
  pair('color-action-2-color-default', 'color-default-bg-document', TEXT),
  pair('color-action-2-color-hover', 'color-default-bg-document', TEXT),
  pair('color-action-1-color-default', 'color-default-bg-document', TEXT),
  pair('color-action-1-inverse-color-default', 'color-action-1-inverse-bg-default', TEXT),
  pair('color-accent-1-color-document', 'color-accent-1-bg-default', TEXT),
  pair('color-info-color-document', 'color-info-bg-default', TEXT),
  pair('color-positive-color-document', 'color-positive-bg-default', TEXT),
  pair('color-warning-color-document', 'color-warning-bg-default', TEXT),
  pair('color-negative-color-document', 'color-negative-bg-default', TEXT),
  pair('color-negative-color-default', 'color-default-bg-document', TEXT),
  pair('focus-color', 'focus-background-color', TEXT),
  pair('form-control-border-color', 'form-control-background-color', EDGE),
  pair('color-action-1-border-default', 'color-default-bg-document', EDGE),
]
