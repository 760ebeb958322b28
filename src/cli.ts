// The command line for administrators: looks the command up in the registry and runs it as the system.
import { parseArgs } from 'node:util'
import { type App, createApp } from './app.ts'
import { Invalid, Refusal } from './core/errors.ts'
import type { CliCommand, CliOption } from './core/feature.ts'
import { type Config, ConfigFault, readConfig } from './platform/config/config.ts'
import { readEnv } from './platform/config/env.ts'
import { isError } from './platform/error-code.ts'
import { startFault } from './platform/config/start-fault.ts'
import { translationsFrom } from './platform/i18n/texts.ts'
import { linesTo } from './platform/log.ts'
import { kinds } from './kinds/index.ts'
import { cliCommands, textsOf } from './registry.ts'

const [, , ...words] = process.argv
process.exitCode = await main(words)

/** @returns the exit code: 0 done, 1 refused or failed, 2 not understood. */
async function main(args: readonly string[]): Promise<number> {
  const command = findCommand(args)
  if (!command) {
    const unknown = args.length > 0 && !['help', '--help', '-h'].includes(args[0] ?? '')
    if (unknown) console.error(`Unknown command: ${args.slice(0, 2).join(' ')}\n`)
    console.error(usage())
    return unknown ? 2 : 0
  }
  if (args.some((word) => ['--help', '-h'].includes(word))) {
    console.error(usageOf(command))
    return 0
  }
  const input = readInput(command, args.slice(command.name.split(' ').length))
  if (typeof input === 'string') {
    console.error(`${input}\n\n${usageOf(command)}`)
    return 2
  }
  return run(command, input)
}

function findCommand(args: readonly string[]): CliCommand | undefined {
  return cliCommands.find((command) => command.name === args.slice(0, command.name.split(' ').length).join(' '))
}

type Input = Record<string, string | true | undefined>

/** The options as given, or a sentence that says what is wrong with them. */
function readInput(command: CliCommand, args: string[]): Input | string {
  const options: Record<string, { type: 'string' | 'boolean' }> = { json: { type: 'boolean' } }
  for (const option of command.options) options[option.name] = { type: option.flag ? 'boolean' : 'string' }
  const names = command.args ?? []
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: names.length > 0 })
    const input: Input = { ...(values as Input) }
    names.forEach((name, index) => (input[name] = positionals[index]))
    const missing = [
      ...command.options
        .filter((option) => option.required && input[option.name] === undefined)
        .map((option) => `--${option.name}`),
      ...names.filter((name) => input[name] === undefined).map((name) => `<${name}>`),
    ]
    if (missing.length > 0) return `Missing: ${missing.join(', ')}`
    if (positionals.length > names.length) return `Too many words: ${positionals.slice(names.length).join(' ')}`
    return command.options.map((option) => choiceFault(option, input[option.name])).find((fault) => fault) ?? input
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Empty: it may be any text. */
function valuesOf({ values = [] }: CliOption): readonly string[] {
  return typeof values === 'function' ? values(kinds) : values
}

function choiceFault(option: CliOption, given: string | true | undefined): string | undefined {
  const values = valuesOf(option)
  if (typeof given !== 'string' || values.length === 0 || values.includes(given)) return undefined
  return `--${option.name} must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}, not "${given}"`
}

async function run(command: CliCommand, input: Input): Promise<number> {
  const texts = translationsFrom(textsOf(kinds)).in('en')
  try {
    const app = await opened(readConfig(readEnv()), command)
    try {
      print(await command.run(app.ctx(), input, app.tools), input['json'] === true)
      return 0
    } finally {
      await app.dispose()
    }
  } catch (error) {
    if (error instanceof ConfigFault) console.error(error.message)
    else if (error instanceof Refusal) console.error(sentences(error, texts.find).join('\n'))
    else console.error(isError(error) && !isFaultOfOurs(error) ? reasonsOf(error) : error)
    return 1
  }
}

/** @throws ConfigFault when it is the configuration that keeps it from opening. */
async function opened(config: Config, command: CliCommand): Promise<App> {
  try {
    return await createApp(config, {
      // Standard output is for the answer alone: other programs read it.
      log: { level: 'warning', sink: linesTo(process.stderr) },
      migrate: !command.unmigrated,
    })
  } catch (error) {
    throw startFault(error, config) ?? error
  }
}

/** "migrating failed: disk full". Who passes an error on may have said already what the first one says. */
function reasonsOf({ message, cause }: Error): string {
  return isError(cause) && !message.includes(cause.message) ? `${message}: ${reasonsOf(cause)}` : message
}

/** A fault in our code is shown with its stack; of a missing file or a full database the message is enough. */
function isFaultOfOurs(error: Error): boolean {
  return [TypeError, RangeError, ReferenceError].some((type) => error instanceof type)
}

function sentences(refusal: Refusal, find: (key: string, params?: Refusal['params']) => string | undefined): string[] {
  const whole = find(refusal.code, refusal.params) ?? refusal.code
  if (!(refusal instanceof Invalid)) return [whole]
  const fields = Object.entries(refusal.fields)
  return [whole, ...fields.map(([name, fault]) => `  --${name}: ${find(fault.code, fault.params) ?? fault.code}`)]
}

function print(result: unknown, json: boolean): void {
  if (json) console.log(JSON.stringify(result ?? null, null, 2))
  else if (Array.isArray(result) && result.length === 0) console.log('(nothing)')
  else if (Array.isArray(result)) console.table(result)
  else if (typeof result === 'object' && result !== null) {
    for (const [key, value] of Object.entries(result))
      console.log(`${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  } else if (result !== undefined) console.log(String(result))
}

/** How whoever reads this calls us: a container has no npm. */
function call(): string {
  return readEnv()['npm_lifecycle_event'] === 'cli' ? 'npm run cli --' : 'node dist/src/cli.js'
}

function usage(): string {
  const width = Math.max(...cliCommands.map((command) => command.name.length))
  const lines = cliCommands
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`)
  return [`Usage: ${call()} <command> [options] [--json]`, '', ...lines].join('\n')
}

function usageOf(command: CliCommand): string {
  const options = command.options.map((option) => {
    const value = valuesOf(option).join('|') || `<${option.name}>`
    const text = option.flag ? `--${option.name}` : `--${option.name} ${value}`
    return option.required ? text : `[${text}]`
  })
  const args = (command.args ?? []).map((name) => `<${name}>`)
  return `Usage: ${call()} ${[command.name, ...args, ...options].join(' ')} [--json]\n${command.summary}`
}
