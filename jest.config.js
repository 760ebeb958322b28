// How jest runs the tests: with the modules of Node, and one PostgreSQL for the whole run.
import { existsSync } from 'node:fs'

function present(path) {
  return existsSync(new URL(path, import.meta.url)) ? `<rootDir>/${path}` : undefined
}

const globalSetup = present('test/kit/global-setup.ts')
const globalTeardown = present('test/kit/global-teardown.ts')

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  // Node reads TypeScript by itself, and the runner of the suites tells it about `.tsx`.
  transform: {},
  testRunner: '<rootDir>/test/kit/native/test-runner.ts',
  injectGlobals: false,
  reporters: ['default', '<rootDir>/test/kit/summary.ts'],
  // Nothing takes so long by itself; a machine that does ten things at once may.
  testTimeout: 120_000,
  // One more than cores: some suites mostly wait for processes that they killed or databases that are away.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/kit/longest-first.ts',
  ...(globalSetup ? { globalSetup } : {}),
  ...(globalTeardown ? { globalTeardown } : {}),
}
