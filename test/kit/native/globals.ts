// What suites and the kit get when they import `@jest/globals`: the functions of the suite that runs now. Modules that stay
// loaded see those of each next suite, because a name that is imported always has the value that it has here.
import type * as Jest from '@jest/globals'

export type Globals = Pick<
  typeof Jest,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'test'
>

export let afterAll: Globals['afterAll']
export let afterEach: Globals['afterEach']
export let beforeAll: Globals['beforeAll']
export let beforeEach: Globals['beforeEach']
export let describe: Globals['describe']
export let expect: Globals['expect']
export let it: Globals['it']
export let test: Globals['test']

/** Where circus looks when a suite begins. */
export const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')

/** All that suites need of it: nothing is mocked here. */
export const jest = {
  /** @param millis for each test and hook of this suite */
  setTimeout: (millis: number) => Object.assign(globalThis, { [TIMEOUT]: millis }),
}

/** @param given of a suite that begins */
export function giveGlobals(given: Globals): void {
  ;({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = given)
}
