// What changed between two texts, line by line (longest common subsequence).

export interface ChangedLine {
  readonly change: 'same' | 'added' | 'removed'
  readonly text: string
}

/** More lines than this on either side are told as all removed and all added: comparing costs their product. */
const MOST_LINES = 1000

/** Lines of both texts in order, empty ones left away. */
export function differenceOf(before: string, after: string): readonly ChangedLine[] {
  const old = linesOf(before)
  const young = linesOf(after)
  if (old.length > MOST_LINES || young.length > MOST_LINES) {
    return [
      ...old.map((text) => ({ change: 'removed' as const, text })),
      ...young.map((text) => ({ change: 'added' as const, text })),
    ]
  }
  const lengths = commonLengths(old, young)
  const lines: ChangedLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < young.length) {
    const [left, right] = [old[i], young[j]]
    if (left !== undefined && left === right) {
      lines.push({ change: 'same', text: left })
      i++
      j++
    } else if (
      right === undefined ||
      (left !== undefined && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ change: 'removed', text: left ?? '' })
      i++
    } else {
      lines.push({ change: 'added', text: right })
      j++
    }
  }
  return lines
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}

/** For each pair of starting points, how many lines the rests have in common. */
function commonLengths(old: readonly string[], young: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => Array.from({ length: young.length + 1 }, () => 0))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      const row = table[i] as number[]
      row[j] =
        old[i] === young[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}
