// Builds the server and its assets: `node src/build.ts [--if-older] [--into folder]`, default folder `dist`.
// Runs on plain Node, before anything is built.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

const SOURCES = ['src/**/*', 'views/**/*', 'migrations/*', 'tsconfig*.json', 'package.json']
/** Written last: when it is there, the build it stands beside is whole. */
const STAMP = '.built'
/** What is there already, and still right, is copied for who wants it elsewhere. */
const USUAL = resolve(import.meta.dirname, '../dist')

function isFresh(folder: string): boolean {
  const stamp = join(folder, STAMP)
  if (!existsSync(stamp)) return false
  const built = statSync(stamp).mtimeMs
  return globSync(SOURCES).every((path) => statSync(path).mtimeMs <= built)
}

function run(what: string, ...args: string[]): void {
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) {
    process.stderr.write(`${what} failed\n`)
    process.exit(status ?? 1)
  }
}

function build(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  if (folder !== USUAL && isFresh(USUAL)) return cpSync(USUAL, folder, { recursive: true })
  run('compiling', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder)
  run('building the assets', 'src/web/assets/build.ts', join(folder, 'assets'))
  writeFileSync(join(folder, STAMP), '')
}

const { values: options } = parseArgs({
  options: { 'if-older': { type: 'boolean', default: false }, into: { type: 'string', default: 'dist' } },
})
const folder = resolve(options.into)
process.chdir(new URL('..', import.meta.url).pathname)
if (!options['if-older'] || !isFresh(folder)) build(folder)
