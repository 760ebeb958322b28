// How jest runs the tests: ES modules, TypeScript by swc, one PostgreSQL for the whole run.
import { existsSync } from 'node:fs'

const swc = {
  swcrc: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: true },
    experimental: { keepImportAttributes: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
}

function present(path) {
  return existsSync(new URL(path, import.meta.url)) ? `<rootDir>/${path}` : undefined
}

const globalSetup = present('test/kit/global-setup.ts')
const globalTeardown = present('test/kit/global-teardown.ts')

export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': ['@swc/jest', swc] },
  // sanitize-html (CommonJS) requires ES modules that tests import too: jest must have read it before it links those.
  setupFiles: ['temporal-polyfill/global', 'sanitize-html'],
  reporters: ['default', '<rootDir>/test/kit/summary.ts'],
  // Nothing takes so long by itself; a machine that does ten things at once may.
  testTimeout: 120_000,
  // One more than cores: some suites mostly wait for processes that they killed or databases that are away.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/kit/longest-first.ts',
  ...(globalSetup ? { globalSetup } : {}),
  ...(globalTeardown ? { globalTeardown } : {}),
}
