// The order of the suites: those that take long begin first, so that none of them is still at it, alone, when all others
// are done. jest knows how long they took only where they ran before.
import { createRequire } from 'node:module'
import type * as Sequencers from '@jest/test-sequencer'

// Its types speak of its CommonJS half.
const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer') as typeof Sequencers.default
type Suites = Parameters<InstanceType<typeof Sequencer>['sort']>[0]

/** More than ten seconds on an idle machine; longest first. */
export const longest = [
  'test/web/accessibility.test.ts',
  'test/stories/klus/browser.test.ts',
  'test/kill/kill.test.ts',
  'test/hostile/doors.test.ts',
  'test/web/gallery.test.ts',
  'test/platform/plans.test.ts',
  'test/hostile/texts.test.ts',
  'test/features/content/pages.test.ts',
  'test/kinds/contract-doors.test.ts',
  'test/federation/deliver.test.ts',
  'test/stories/visibility.test.ts',
  'test/web/klus-pages.test.ts',
  'test/hostile/stopping.test.ts',
  'test/hostile/storage.test.ts',
  'test/stories/responses/across-pleinen.test.ts',
  'test/stories/responses/trouble.test.ts',
]

export default class LongestFirst extends Sequencer {
  override async sort(tests: Suites): Promise<Suites> {
    const place = (path: string): number => {
      const at = longest.findIndex((one) => path.replaceAll('\\', '/').endsWith(`/${one}`))
      return at < 0 ? longest.length : at
    }
    // The others as jest has it: by what they took last time, or else by their size.
    return (await super.sort(tests)).toSorted((one, other) => place(one.path) - place(other.path))
  }
}
