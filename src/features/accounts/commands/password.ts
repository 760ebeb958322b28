// Hashing and checking passwords (argon2id): outside transactions, as it takes tens of milliseconds on purpose.
import { hash, verify } from '@node-rs/argon2'

/** OWASP's second choice: 19 MiB, two passes, one lane; argon2id is the library's default algorithm. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** With parameters and salt in it, as `verifyPassword` reads it (PHC string format). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST)
}

let nobody: Promise<string> | undefined

/** Takes as long for somebody who does not exist (no hash) as for somebody who does. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('the password of nobody at all')
  const right = await verify(passwordHash ?? (await nobody), password.normalize('NFKC'))
  return right && passwordHash !== undefined
}
