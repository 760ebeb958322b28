// A build of one's own, so that whoever builds at the same time does not pull the floor away.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Takes about ten seconds. @returns the folder with `src/main.js` and `src/cli.js`. */
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
