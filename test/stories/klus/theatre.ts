// A stage with browsers before it: pages as they are delivered, with their styles and scripts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAssets } from '../../../src/web/assets/assets.ts'
import { buildAssets } from '../../../src/web/assets/build.ts'
import { closeBrowser } from '../../kit/browser.ts'
import { setStage, type Stage } from './stage.ts'

/** @param on as of `setStage`; close it also closes the browser */
export async function openTheatre(on?: Parameters<typeof setStage>[1]): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'assets-'))
  await buildAssets(directory)
  const assets = openAssets(directory)
  // They are held in memory from here on.
  rmSync(directory, { recursive: true, force: true })
  const stage = await setStage({ assets }, on)
  return {
    ...stage,
    async close() {
      await closeBrowser()
      await stage.close()
    },
  }
}
