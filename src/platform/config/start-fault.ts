// Why a plein cannot start here, said as a fault of the configuration: the variable, and what is wrong in words.
import { codeOf, isError } from '../error-code.ts'
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
  const code = codeOf(error)
  if (databaseUrl.startsWith('sqlite:')) {
    const path = databaseUrl.slice('sqlite:'.length)
    const name = path === `${dataDir}/plein.sqlite` ? 'DATA_DIR' : 'DATABASE_URL'
    if (code === 'SQLITE_NOTADB')
      return `${name}: ${path} is not an SQLite database; choose another place, or restore a backup there`
    const shut =
      /^SQLITE_(CANTOPEN|READONLY|FULL|IOERR|PERM)/.test(code) ||
      /^E(ACCES|PERM|ROFS|NOSPC|NOTDIR|EXIST|NOENT)$/.test(code)
    const mend = 'see whether this user may write there, and whether the disk has room'
    return shut ? `${name}: ${path} cannot be opened or written (${error.message}); ${mend}` : undefined
  }
  const away = error.syscall === 'connect' || error.syscall === 'getaddrinfo' || /\bconnect\b/.test(error.message)
  if (away)
    return `DATABASE_URL: the database cannot be reached (${error.message || code}); start it, or correct its address`
  const says = `DATABASE_URL: the database says: ${error.message}`
  if (refusedByPostgres.includes(code)) return `${says}; correct user, password or name, or what that user may do`
  return busyPostgres.includes(code) ? `${says}; start again when it has room` : undefined
}
