// People with accounts, for tests of groups and of what is built on them.
import { createAccount, personViewer } from '../../../src/features/accounts/index.ts'
import { system } from '../../../src/core/viewer.ts'
import type { TestContext } from '../../kit/context.ts'

const PASSWORD = 'correct-paard-batterij-nietje'

/** Somebody of this plein, as context. */
export async function person(world: TestContext, handle: string): Promise<TestContext> {
  const email = `${handle}@plein.example`
  await createAccount(world.as(system), { handle, name: handle, email, password: PASSWORD })
  return world.as(await personViewer(world.db, handle))
}

export function idOf(context: TestContext) {
  if (context.viewer.type !== 'person') throw new Error('nobody')
  return context.viewer.personId
}
