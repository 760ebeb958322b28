// The environment variables: their names, defaults and meaning; the only place that reads process.env.

export interface Variable {
  readonly name: string
  /** In words, for the table in the documentation and for `cli config`. */
  readonly defaultText: string
  readonly meaning: string
  /** Its value is not to be shown. */
  readonly secret: boolean
}

/** Every variable that configures a plein, in the order of the documentation. */
export const variables = [
  variable(
    'PORT',
    '3000',
    'Port that the server listens on (0: any free port). A worker answers only /health and /ready there.',
  ),
  variable('HOST', '0.0.0.0', 'Address that the server listens on.'),
  variable(
    'ORIGIN',
    'http://localhost:PORT',
    'Address of the plein as people and other pleinen see it, without a path. Never change it afterwards: it is part of every id. Anything but localhost needs https.',
  ),
  variable('DATA_DIR', './data', 'Folder for the SQLite database, uploads and the secret key. Make backups of it.'),
  variable(
    'DATABASE_URL',
    'sqlite:DATA_DIR/plein.sqlite',
    'Database: sqlite:<path> or postgres://user:password@host/name.',
    'secret',
  ),
  variable(
    'ROLE',
    'all',
    'What this process does: all, web (pages and inbox) or worker (everything in the background). Separate roles need PostgreSQL.',
  ),
  variable(
    'SMTP_URL',
    '(none: mail is shown in the log)',
    'Mail server: smtp:// or smtps://user:password@host:port.',
    'secret',
  ),
  variable('MAIL_FROM', 'plein@<host of ORIGIN>', 'Sender of all mail: an address, or a name with <address>.'),
  variable(
    'SECRET_KEY',
    '(made once and kept in DATA_DIR/secret.key)',
    'At least 32 characters. Protects what is signed or encrypted here; the same for all processes of one plein.',
    'secret',
  ),
  variable(
    'TRUST_PROXY',
    '0',
    'Number of reverse proxies in front, so that the address of a visitor is read from X-Forwarded-For.',
  ),
  variable(
    'ALLOW_PRIVATE_ADDRESS',
    'false',
    'true: may fetch from private and loopback addresses, and ORIGIN may be http. For development and tests only.',
  ),
  variable(
    'FEDERATION',
    'open',
    'Who this plein talks to: open (everyone who is not blocked), allowlist (only allowed hosts) or off.',
  ),
  variable('LOG_LEVEL', 'info', 'Least important lines that are logged: debug, info, warning or error.'),
] as const satisfies readonly Variable[]

export type VariableName = (typeof variables)[number]['name']
export type Environment = Readonly<Record<string, string | undefined>>

/** The environment of this process. */
export function readEnv(): Environment {
  return process.env
}

function variable<Name extends string>(name: Name, defaultText: string, meaning: string, secret?: 'secret') {
  return { name, defaultText, meaning, secret: secret === 'secret' }
}
