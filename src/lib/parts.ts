// A long list in parts: a question to a database takes only so many values, and nobody is asked too much at once.

/** In the same order, each of at most `most`; of an empty list none. */
export function partsOf<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most))
}
