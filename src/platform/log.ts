// Log lines: one JSON object each, or readable on a terminal. Secrets and whole activities stay out of them.
import { configure, type LogRecord } from '@logtape/logtape'
import { type Instant, systemClock } from '../lib/clock.ts'
import { isError } from './error-code.ts'

const levels = ['debug', 'info', 'warning', 'error'] as const
export type LogLevel = (typeof levels)[number]

export interface Logger {
  debug(message: string, facts?: object): void
  info(message: string, facts?: object): void
  warn(message: string, facts?: object): void
  error(message: string, facts?: object): void
  /** Logger of one area ("queue", "http"); areas nest with a dot. */
  child(area: string): Logger
}

export interface LogLine {
  readonly time: Instant
  readonly level: LogLevel
  readonly area: string
  readonly message: string
  /** Redacted. */
  readonly facts: Readonly<Record<string, unknown>>
}
export type LogSink = (line: LogLine) => void

/** @param sink by default standard output: readable on a terminal, else one JSON object a line. */
export function openLog(level: LogLevel, sink: LogSink = linesTo(process.stdout)): Logger {
  const least = levels.indexOf(level)
  function logger(area: string): Logger {
    function write(at: LogLevel) {
      return (message: string, facts: object = {}) => {
        if (levels.indexOf(at) < least && !isForReading(facts)) return
        const redacted = redact(facts, 0) as Record<string, unknown>
        sink({ time: systemClock.now(), level: at, area, message: redactText(message), facts: redacted })
      }
    }
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warning'),
      error: write('error'),
      child: (name) => logger(area === '' ? name : `${area}.${name}`),
    }
  }
  return logger('')
}

/** A text that is meant to be read in the log as it is: mail when there is no mail server, the first sign-in link. */
export class AsIs {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
/** @see AsIs */
export function asIs(text: string): AsIs {
  return new AsIs(text)
}

/** Without it nobody gets in, or gets his mail: it is shown at any level. */
function isForReading(facts: object): boolean {
  return Object.values(facts).some((fact) => fact instanceof AsIs)
}

const HIDDEN = '[hidden]'
const secretNames = /password|secret|token|authorization|cookie|privatekey|^(activity|raw)$/i

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof AsIs) return value.text
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '…'
  if (isError(value)) return redactError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1))
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretNames.test(name) && holds(item) ? HIDDEN : redact(item, depth + 1),
    ]),
  )
}

function holds(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    typeof value !== 'boolean' &&
    typeof value !== 'number' &&
    !(value instanceof AsIs)
  )
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? { code: redact(error.code, depth + 1) } : {}
  const cause = error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }
  return {
    name: error.name,
    message: redactText(error.message),
    ...code,
    stack: redactText(error.stack ?? ''),
    ...cause,
  }
}

/** Takes passwords out of addresses, secrets out of queries, bearer tokens and private keys out of texts. */
export function redactText(text: string): string {
  if (text.length > 8000) text = `${text.slice(0, 8000)}…`
  return (
    text
      // The user too may be a mail address: what stands after the first colon up to the last @ is the password.
      .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:]*):[^\s/]+@/gi, `$1:${HIDDEN}@`)
      .replace(/([?&][\w-]*(?:token|password|secret|code)=)[^&\s#"']+/gi, `$1${HIDDEN}`)
      .replace(/\b(Bearer|Basic) [\w.~+/=-]+/gi, `$1 ${HIDDEN}`)
      .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN)
  )
}

/** Readable on a terminal, else one JSON object a line. */
export function linesTo(stream: NodeJS.WriteStream): LogSink {
  const readable = stream.isTTY
  return (line) => void stream.write(`${readable ? readableLine(line) : jsonLine(line)}\n`)
}

/** One line for machines. */
export function jsonLine(line: LogLine): string {
  const { time, level, area, message, facts } = line
  return JSON.stringify({
    time,
    level,
    ...(area === '' ? {} : { area }),
    message,
    ...facts,
    ...(facts['message'] ? { message } : {}),
  })
}

const colours: Record<LogLevel, string> = { debug: '\u001b[2m', info: '', warning: '\u001b[33m', error: '\u001b[31m' }

/** One line for people: time, level, area, message, facts; texts of more lines and stacks below it. */
export function readableLine(line: LogLine): string {
  const below: string[] = []
  const facts = Object.entries(line.facts).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : (stackOf(value) ?? JSON.stringify(value))
    if (text === undefined) return []
    if (!text.includes('\n')) return [`${name}=${text}`]
    below.push(text.replace(/^/gm, '    '))
    return []
  })
  const area = line.area === '' ? [] : [`[${line.area}]`]
  const head = [line.time.slice(11, 19), line.level.padEnd(7), ...area, line.message, ...facts].join(' ')
  const colour = colours[line.level]
  return [colour === '' ? head : `${colour}${head}\u001b[0m`, ...below].join('\n')
}

function stackOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('stack' in value)) return undefined
  const cause = 'cause' in value ? stackOf(value.cause) : undefined
  return cause === undefined ? String(value.stack) : `${String(value.stack)}\ncaused by ${cause}`
}

/** Sends what the ActivityPub library logs to this log (one for the whole process). Its records may hold whole activities: only warnings, without their properties. */
export async function takeLibraryLogs(log: Logger): Promise<void> {
  const library = log.child('fedify')
  function sink(record: LogRecord): void {
    const facts = { category: record.category.join('.') }
    if (record.level === 'warning') library.warn(String(record.rawMessage), facts)
    else library.error(String(record.rawMessage), facts)
  }
  await configure({
    reset: true,
    sinks: { log: sink },
    loggers: [
      { category: [], sinks: [], lowestLevel: null },
      { category: ['logtape', 'meta'], sinks: [], lowestLevel: null },
      { category: ['fedify'], sinks: ['log'], lowestLevel: 'warning' },
      // A line for every wrong name or address that anybody asks for: the access log has them already.
      { category: ['fedify', 'webfinger'], sinks: ['log'], parentSinks: 'override', lowestLevel: 'fatal' },
      { category: ['fedify', 'federation', 'http'], sinks: ['log'], parentSinks: 'override', lowestLevel: 'error' },
    ],
  })
}
