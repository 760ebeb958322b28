// Why a plein cannot start here, said as a fault of the configuration: the variable, and what is wrong in words.
import { codeOf, isError } from '../error-code.ts'
import { NewerDatabase } from '../db/migrate.ts'
import { type Config, ConfigFault } from './config.ts'

type Place = Pick<Config, 'port' | 'host' | 'dataDir' | 'databaseUrl'>

/** Undefined when it says nothing about the configuration: then it is a fault of ours. */
export function startFault(error: unknown, place: Place): ConfigFault | undefined {
  for (const one of chainOf(error)) {
    const fault = listenFault(one, place) ?? databaseFault(one, place)
    if (fault) return new ConfigFault([fault])
  }
  return undefined
}

interface SystemError extends Error {
  readonly syscall?: string
  readonly hostname?: string
}

function chainOf(error: unknown): SystemError[] {
  if (!isError(error)) return []
  return [error, ...chainOf(error.cause)]
}

const ownAddress = 'set 0.0.0.0 (all of its addresses), or one of its own'

function listenFault(error: SystemError, { port, host }: Place): string | undefined {
  const code = codeOf(error)
  if (error.syscall === 'getaddrinfo' && error.hostname === host)
    return `HOST: this machine does not know "${host}"; ${ownAddress}`
  if (error.syscall !== 'listen') return undefined
  if (code === 'EADDRINUSE')
    return `PORT: another program on this machine listens on ${port} already; stop it, or choose another port`
  if (code === 'EACCES') return `PORT: this user may not listen on ${port}; choose one above 1023`
  return `HOST: this machine cannot listen on ${host} (${code}); ${ownAddress}`
}

/** PostgreSQL's own codes for: wrong password, not let in, no such database, no rights. Its words say the rest. */
const refusedByPostgres = ['28P01', '28000', '3D000', '42501']
/** Too many connections; starting or stopping. */
const busyPostgres = ['53300', '57P03']

function databaseFault(error: SystemError, { dataDir, databaseUrl }: Place): string | undefined {
  const inDataDir = databaseUrl === `sqlite:${dataDir}/plein.sqlite`
  const name = inDataDir ? 'DATA_DIR' : 'DATABASE_URL'
  if (error instanceof NewerDatabase)
    return `${name}: the database is of a later version of the plein (${error.message}); start that version, or restore a backup of before into an empty place`
  if (isOccupied(error))
    return `${name}: the database holds tables of something else (${error.message}); give an empty one`
  return databaseUrl.startsWith('sqlite:')
    ? sqliteFault(error, { name, path: databaseUrl.slice('sqlite:'.length) })
    : postgresFault(error)
}

/** A table that we make is there already. PostgreSQL has a code for it, SQLite only words. */
function isOccupied(error: SystemError): boolean {
  const code = codeOf(error)
  return code === '42P07' || (code === 'SQLITE_ERROR' && /^table .* already exists$/.test(error.message))
}

function sqliteFault(error: SystemError, { name, path }: { name: string; path: string }): string | undefined {
  const code = codeOf(error)
  if (code === 'SQLITE_NOTADB')
    return `${name}: ${path} is not an SQLite database; choose another place, or restore a backup there`
  if (code.startsWith('SQLITE_CORRUPT'))
    return `${name}: ${path} is damaged (${error.message}); restore a backup into an empty place`
  const shut =
    /^SQLITE_(CANTOPEN|READONLY|FULL|IOERR|PERM)/.test(code) ||
    /^E(ACCES|PERM|ROFS|NOSPC|NOTDIR|ISDIR|EXIST|NOENT)$/.test(code)
  const mend = 'see whether this user may write there, and whether the disk has room'
  return shut ? `${name}: ${path} cannot be opened or written (${error.message}); ${mend}` : undefined
}

function postgresFault(error: SystemError): string | undefined {
  const code = codeOf(error)
  const away = error.syscall === 'connect' || error.syscall === 'getaddrinfo' || /\bconnect\b/.test(error.message)
  if (away)
    return `DATABASE_URL: the database cannot be reached (${error.message || code}); start it, or correct its address`
  const says = `DATABASE_URL: the database says: ${error.message}`
  if (refusedByPostgres.includes(code)) return `${says}; correct user, password or name, or what that user may do`
  if (/\bSSL\b|certificate/i.test(error.message))
    return `DATABASE_URL: no safe connection with the database (${error.message}); correct sslmode in it, or give the certificate that it trusts`
  return busyPostgres.includes(code) ? `${says}; start again when it has room` : undefined
}
