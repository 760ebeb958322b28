// Builds the server and its assets into dist/: `node src/build.ts [--if-older]`. Runs on plain Node, before anything is built.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, rmSync, statSync, writeFileSync } from 'node:fs'

const SOURCES = ['src/**/*', 'views/**/*', 'migrations/*', 'tsconfig*.json', 'package.json']
/** Written last: when it is there, the build it stands beside is whole. */
const STAMP = 'dist/.built'

function isFresh(): boolean {
  if (!existsSync(STAMP)) return false
  const built = statSync(STAMP).mtimeMs
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

function build(): void {
  rmSync('dist', { recursive: true, force: true })
  run('compiling', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  if (existsSync('src/web/assets/build.ts')) run('building the assets', 'src/web/assets/build.ts')
  writeFileSync(STAMP, '')
}

process.chdir(new URL('..', import.meta.url).pathname)
if (!process.argv.includes('--if-older') || !isFresh()) build()
