// Environment → typed configuration, with all faults told at once.
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import type { Environment, VariableName } from './env.ts'
import { keepSecretKey, SECRET_KEY_LENGTH } from './secrets.ts'
import { isError } from '../error-code.ts'

export { variables, type Variable } from './env.ts'

const roles = ['all', 'web', 'worker'] as const
const federations = ['open', 'allowlist', 'off'] as const
const logLevels = ['debug', 'info', 'warning', 'error'] as const

export interface Config {
  /** 0: any free port. */
  readonly port: number
  readonly host: string
  /** Without a slash at the end. */
  readonly origin: string
  /** host:port of the origin. */
  readonly hostName: string
  /** Absolute. */
  readonly dataDir: string
  /** `sqlite:<absolute path>` or `postgres://…`. */
  readonly databaseUrl: string
  readonly role: (typeof roles)[number]
  /** null: mail is shown in the log. */
  readonly mail: { readonly url: string; readonly from: string } | null
  readonly secretKey: string
  /** Reverse proxies in front; 0 = none. */
  readonly trustProxy: number
  readonly allowPrivateAddress: boolean
  readonly federation: (typeof federations)[number]
  readonly logLevel: (typeof logLevels)[number]
  readonly version: string
}

/** What is wrong with the configuration: one line for each variable that is. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

/**
 * Reads the configuration. Makes DATA_DIR and the secret key when no SECRET_KEY is given.
 * @throws ConfigFault naming every fault at once; nothing was made then.
 */
export function readConfig(env: Environment): Config {
  const faults: string[] = []
  const reader = readerOf(env, faults)
  const port = reader.integer('PORT', 3000, 65535)
  const allowPrivateAddress = reader.flag('ALLOW_PRIVATE_ADDRESS')
  const origin = reader.parsed('ORIGIN', `http://localhost:${port}`, (text) => originFrom(text, allowPrivateAddress))
  const dataDir = resolve(reader.text('DATA_DIR') ?? './data')
  const databaseUrl = reader.parsed('DATABASE_URL', `sqlite:${dataDir}/plein.sqlite`, databaseUrlFrom)
  const config = {
    port,
    host: reader.parsed('HOST', '0.0.0.0', hostFrom),
    origin,
    hostName: URL.canParse(origin) ? new URL(origin).host : '',
    dataDir,
    databaseUrl,
    role: reader.choice('ROLE', roles, 'all'),
    mail: mailFrom(reader, origin),
    trustProxy: reader.integer('TRUST_PROXY', 0, 10),
    allowPrivateAddress,
    federation: reader.choice('FEDERATION', federations, 'open'),
    logLevel: reader.choice('LOG_LEVEL', logLevels, 'info'),
    version: manifest.version,
  }
  // Two processes on one SQLite file would be safe, but the one could not wake the other and on a shared network
  // disk the database would break: not worth offering.
  if (config.role !== 'all' && databaseUrl.startsWith('sqlite:')) {
    faults.push(`ROLE: ${config.role} needs PostgreSQL (DATABASE_URL=postgres://…); with SQLite one process does all`)
  }
  const given = reader.text('SECRET_KEY')
  if (given !== undefined && given.length < SECRET_KEY_LENGTH) {
    faults.push(`SECRET_KEY: has ${given.length} characters; ${SECRET_KEY_LENGTH} or more are needed`)
  }
  if (faults.length > 0) throw new ConfigFault(faults)
  return { ...config, secretKey: given ?? keptKey(dataDir) }
}

function keptKey(dataDir: string): string {
  try {
    return keepSecretKey(dataDir)
  } catch (error) {
    const reason = isError(error) ? error.message : String(error)
    throw new ConfigFault([`DATA_DIR: the secret key cannot be kept in ${dataDir} (${reason})`])
  }
}

type Reader = ReturnType<typeof readerOf>

function readerOf(env: Environment, faults: string[]) {
  function text(name: VariableName): string | undefined {
    return env[name]?.trim() || undefined
  }
  /** `parse` throws an Error that says what is expected; the value itself may be secret and is not repeated. */
  function parsed<T>(name: VariableName, fallback: T, parse: (text: string) => T): T {
    const given = text(name)
    if (given === undefined) return fallback
    try {
      return parse(given)
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`)
      return fallback
    }
  }
  function integer(name: VariableName, fallback: number, max: number): number {
    return parsed(name, fallback, (given) => {
      if (/^\d{1,9}$/.test(given) && Number(given) <= max) return Number(given)
      throw new Error(`must be a whole number from 0 to ${max}, not "${given}"`)
    })
  }
  function choice<T extends string>(name: VariableName, choices: readonly T[], fallback: T): T {
    return parsed(name, fallback, (given) => {
      const found = choices.find((one) => one === given)
      if (found) return found
      throw new Error(`must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not "${given}"`)
    })
  }
  function flag(name: VariableName): boolean {
    return parsed(name, false, (given) => {
      if (['true', '1'].includes(given)) return true
      if (['false', '0'].includes(given)) return false
      throw new Error(`must be true or false, not "${given}"`)
    })
  }
  return { text, parsed, integer, choice, flag }
}

function hostFrom(text: string): string {
  if (isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text
  throw new Error(`must be an address or name of this machine, like 0.0.0.0 or 127.0.0.1, not "${text}"`)
}

function originFrom(text: string, allowPrivateAddress: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new Error(`must be an address like https://plein.example.nl, not "${text}"`)
  }
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    throw new Error(`must be only scheme, host and port, like ${url.origin}`)
  }
  const here = /^(localhost|127\.[\d.]+|\[::1\]|.*\.localhost)$/.test(url.hostname)
  if (url.protocol === 'http:' && !here && !allowPrivateAddress) {
    throw new Error(
      `must be https://${url.host}: without it passwords can be read on their way (behind a proxy, give the address that visitors see)`,
    )
  }
  return url.origin
}

function databaseUrlFrom(text: string): string {
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length)
    if (path === '') throw new Error('must be sqlite:<path of the file>')
    return path === ':memory:' ? text : `sqlite:${resolve(path)}`
  }
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return text
  throw new Error('must be sqlite:<path> or postgres://user:password@host/name')
}

function mailFrom(reader: Reader, origin: string): Config['mail'] {
  const url = reader.parsed<string | null>('SMTP_URL', null, (text) => {
    if (URL.canParse(text) && /^smtps?:\/\/./.test(text)) return text
    throw new Error('must be smtp://host:port or smtps://user:password@host:port')
  })
  const host = URL.canParse(origin) ? new URL(origin).hostname : 'localhost'
  const from = reader.parsed('MAIL_FROM', `plein@${host}`, (text) => {
    if (/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)) return text
    throw new Error(`must be an address, or a name with <address>, not "${text}"`)
  })
  return url === null ? null : { url, from }
}
