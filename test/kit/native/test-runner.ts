// How jest runs a suite here: by its own circus, but with the modules of Node. They stay loaded in a worker, so that not
// every suite loads the whole app again, and what ran often before is fast. What a suite changes in its process would meet
// the next one: a suite that leaves something behind fails.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import 'temporal-polyfill/global'
import { giveGlobals, TIMEOUT } from './globals.ts'
import { leftBehindSince, type Traces, tracesNow } from './left-behind.ts'
import { sourceMaps } from './loading.ts'

const require = createRequire(import.meta.url)

/** What is used here of what jest gives. */
interface Environment {
  readonly global: { readonly console: Console }
}
interface Runtime {
  getSourceMaps(): Map<string, string>
}
type Run = (
  globalConfig: { readonly rootDir: string; readonly watch: boolean; readonly watchAll: boolean },
  config: unknown,
  environment: Environment,
  runtime: Runtime,
  path: string,
  ...rest: readonly unknown[]
) => Promise<unknown>

const { default: circus } = require('jest-circus/runner') as { default: Run }

const run: Run = async (globalConfig, config, environment, runtime, path, ...rest) => {
  if (globalConfig.watch || globalConfig.watchAll) throw new Error('modules stay as they were loaded: run again')
  const before = tracesNow()
  const { console } = globalThis
  const giveBack = keepListeners()
  globalThis.console = environment.global.console
  showPlaces(globalConfig.rootDir)
  try {
    const result = await circus(globalConfig, config, environment, withOwnModules(runtime), path, ...rest)
    await mustBeAsBefore(before)
    return result
  } catch (error) {
    // Of a suite that cannot be loaded, circus leaves its own where they are.
    giveBack()
    throw error
  } finally {
    globalThis.console = console
  }
}
export default run

const faults = ['uncaughtException', 'unhandledRejection'] as const

/** @returns a function that puts back who listened to faults of the process */
function keepListeners(): () => void {
  const kept = faults.map((name) => [name, process.rawListeners(name)] as const)
  return () => {
    for (const [name, listeners] of kept) {
      process.removeAllListeners(name)
      for (const listener of listeners) process.on(name, listener as () => void)
    }
  }
}

async function mustBeAsBefore(before: Traces): Promise<void> {
  const left = await leftBehindSince(before)
  if (left.length > 0) throw new Error(`it leaves behind: ${left.join(', ')}`)
}

/** A runtime of jest that leaves modules to Node. */
function withOwnModules(runtime: Runtime): Runtime {
  return Object.assign(Object.create(runtime) as Runtime, {
    requireInternalModule: requireAnew,
    setGlobalsForRuntime: giveGlobals,
    unstable_shouldLoadAsEsm: () => true,
    async unstable_importModule(path: string) {
      await import(pathToFileURL(path).href)
      for (const [url, map] of sourceMaps) runtime.getSourceMaps().set(url, map)
    },
  })
}

const marksOfCircus = new Set([TIMEOUT.description, 'EVENT_HANDLERS', 'JEST_STATE_SYMBOL'])

/** A circus knows one suite only: each gets its own. */
function requireAnew(path: string): unknown {
  delete require.cache[path]
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (marksOfCircus.has(key.description)) Reflect.deleteProperty(globalThis, key)
  }
  return require(path)
}

/** Of what went wrong jest shows a file by its path, where Node has an address; who called the suite is no news. */
function showPlaces(rootDir: string): void {
  const format = Error.prepareStackTrace
  if (!format) return
  const address = pathToFileURL(rootDir).href
  Error.prepareStackTrace = (error, frames) => {
    const ofSuite = frames.filter((frame) => frame.getFileName() !== import.meta.url)
    return String(format(error, ofSuite)).replaceAll(address, rootDir)
  }
}
