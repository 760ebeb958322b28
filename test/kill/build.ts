// A build of one's own, so that whoever builds at the same time does not pull the floor away.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Takes about ten seconds. @returns the folder with `src/main.js` and `src/cli.js`. */
export function buildInto(folder: string): string {
  const dist = join(folder, 'dist')
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/build.ts', '--into', dist], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`it does not build:\n${stdout}${stderr}`)
  return dist
}
