// Tables as CSV files (RFC 4180) that open well, and safely, in a spreadsheet.

/** Excel takes a file without it for Windows-1252, and breaks every é. */
const BYTE_ORDER_MARK = '\uFEFF'
/** RFC 4180 names the comma; where a comma stands in numbers, as in the Netherlands, Excel splits at this. */
const SEPARATOR = ';'
/** A cell that begins like this is worked out as a formula (OWASP, CSV injection), the wide forms too. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠]|^[\t\r\n]/

export type Cell = string | number | null | undefined

/** Lines as bytes follow each other; the first call gives the head. Numbers get a comma: 24,5. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(SEPARATOR)}\r\n`
}

/** The whole file, line by line. */
export async function* csvFile(
  head: readonly string[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(head)
  for await (const row of rows) yield csvLine(row)
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell).replace('.', ',')
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
