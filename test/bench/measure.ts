// CPU time and wall time of processes under load, and the table that the benchmark ends with.
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

const TICKS_PER_SECOND = 100

/** CPU time (user and system) that a process has used, in milliseconds. Linux only. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND
}

/** Resident memory in megabytes. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
}

export interface Load {
  /** CPU of the server for one answer, in milliseconds. */
  readonly cpu: number
  /** Answers per second of wall time. */
  readonly perSecond: number
  /** 95th percentile of the time to an answer, in milliseconds. */
  readonly p95: number
}

export interface GetOptions {
  readonly headers?: Record<string, string>
  readonly connections?: number
  readonly seconds?: number
}

/** Asks one address again and again, after warming up. @throws Error when anything but 200 comes back. */
export async function loadGet(pid: number, url: string, options: GetOptions = {}): Promise<Load> {
  const { headers = {}, connections = 1, seconds = 4 } = options
  await autocannon({ url, headers, connections, duration: 2 })
  const before = cpuOf(pid)
  const result = await autocannon({ url, headers, connections, duration: seconds })
  const cpu = cpuOf(pid) - before
  const answers = result['2xx']
  if (answers === 0 || result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were not 200`)
  return { cpu: cpu / answers, perSecond: answers / result.duration, p95: result.latency.p97_5 }
}

export interface Row {
  readonly row: string
  readonly database: string
  /** What was measured, in words ("0.81 ms CPU, 640/s"). */
  readonly measured: string
  readonly floor?: string
  readonly ratio?: number
  readonly target: string
  readonly met: boolean
}

export function formatTable(rows: readonly Row[]): string {
  const head = ['row', 'database', 'measured', 'floor', 'ratio', 'target', 'met']
  const body = rows.map((one) => [
    one.row,
    one.database,
    one.measured,
    one.floor ?? '–',
    one.ratio === undefined ? '–' : `${one.ratio.toFixed(1)} ×`,
    one.target,
    one.met ? 'yes' : 'NO',
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((line) => (line[column] as string).length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

export function ms(millis: number): string {
  return `${millis.toFixed(millis < 10 ? 2 : 0)} ms`
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
