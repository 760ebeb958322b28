// What changed between two texts, line by line (longest common subsequence), with work and result kept small.

export interface ChangedLine {
  readonly change: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Lines in a row that did not change, not repeated. */
export interface SkippedLines {
  readonly change: 'skipped'
  readonly count: number
}

/**
 * Comparing costs the product of the lines that differ on both sides. Above this it is told as all removed and all
 * added; what both begin and end with never counts.
 */
const MAX_PAIRS = 250_000

/** Lines of both texts in order, empty ones left away. */
export function differenceOf(before: string, after: string): readonly ChangedLine[] {
  const old = linesOf(before)
  const young = linesOf(after)
  const shortest = Math.min(old.length, young.length)
  let start = 0
  while (start < shortest && old[start] === young[start]) start++
  let end = 0
  while (end < shortest - start && old.at(-1 - end) === young.at(-1 - end)) end++
  const middle = changed(old.slice(start, old.length - end), young.slice(start, young.length - end))
  return [...old.slice(0, start).map(same), ...middle, ...old.slice(old.length - end).map(same)]
}

/** Keeps what changed, and of what did not some lines around it. */
export function foldSame(lines: readonly ChangedLine[], around = 2): readonly (ChangedLine | SkippedLines)[] {
  const near = new Set<number>()
  for (const [index, line] of lines.entries()) {
    if (line.change === 'same') continue
    for (let at = index - around; at <= index + around; at++) near.add(at)
  }
  const folded: (ChangedLine | SkippedLines)[] = []
  let count = 0
  for (const [index, line] of lines.entries()) {
    if (!near.has(index)) {
      count++
      continue
    }
    if (count > 0) folded.push({ change: 'skipped', count })
    count = 0
    folded.push(line)
  }
  return count > 0 ? [...folded, { change: 'skipped', count }] : folded
}

function changed(old: readonly string[], young: readonly string[]): readonly ChangedLine[] {
  if (old.length * young.length > MAX_PAIRS) return [...old.map(removed), ...young.map(added)]
  const width = young.length + 1
  const common = commonLengths(old, young)
  const lines: ChangedLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < young.length) {
    const [left, right] = [old[i], young[j]]
    if (left !== undefined && left === right) {
      lines.push(same(left))
      i++
      j++
    } else if (
      right === undefined ||
      (left !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push(removed(left ?? ''))
      i++
    } else {
      lines.push(added(right))
      j++
    }
  }
  return lines
}

function same(text: string): ChangedLine {
  return { change: 'same', text }
}

function removed(text: string): ChangedLine {
  return { change: 'removed', text }
}

function added(text: string): ChangedLine {
  return { change: 'added', text }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

/** For each pair of starting points, how many lines the rests have in common; row by row. */
function commonLengths(old: readonly string[], young: readonly string[]): Uint32Array {
  const width = young.length + 1
  const table = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      const here = i * width + j
      table[here] =
        old[i] === young[j]
          ? (table[here + width + 1] ?? 0) + 1
          : Math.max(table[here + width] ?? 0, table[here + 1] ?? 0)
    }
  }
  return table
}
