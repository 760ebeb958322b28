// A build of one's own, so that whoever builds at the same time does not pull the floor away.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Takes about ten seconds, unless `dist` is as new as its sources: then that is copied.
 * @returns the folder with `src/main.js` and `src/cli.js`.
 */
export async function buildInto(folder: string): Promise<string> {
  const dist = join(folder, 'dist')
  try {
    await promisify(execFile)(process.execPath, ['src/build.ts', '--into', dist])
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`it does not build:\n${stdout}${stderr}`, { cause: error })
  }
  return dist
}

/** Where programs of such a build keep what was compiled of it (NODE_COMPILE_CACHE): they start a hundred times. */
export function compiledBeside(dist: string): string {
  return join(dist, '..', 'compiled')
}
