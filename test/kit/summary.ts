// Closes every run with one plain line for people and machines: `N passed, N failed`.
import type { AggregatedResult } from '@jest/reporters'

export default class Summary {
  onRunComplete(_contexts: unknown, results: AggregatedResult): void {
    // A test file that could not even start counts as one failed test: its tests were never run.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`)
  }
}
