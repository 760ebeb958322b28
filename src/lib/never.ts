// Two small assertions: a case that cannot be, and a value that must be.

/** For the `default` of a switch over a union: a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}

/** The value, which the caller knows to be there. @throws Error saying what was missing. */
export function ensure<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`missing: ${what}`)
  return value
}
