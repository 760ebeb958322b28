// Several callers, one question or transaction: what arrives while one batch is on its way makes up the next.

export interface Batches<Item, Result> {
  /** Resolves when the batch that holds the item is done, with its result. @throws what doing the batch throws */
  add(item: Item): Promise<Result>
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** @param run asks or writes for all of a batch; gives one result for each item, in their order */
export function openBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  most = 200,
): Batches<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let isRunning = false

  async function drain(): Promise<void> {
    isRunning = true
    // One turn of the loop: requests that are in already are in the batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const results = await run(batch.map(({ item }) => item))
        batch.forEach((entry, index) => entry.resolve(results[index] as Result))
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
    }
    isRunning = false
  }

  function add(item: Item): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void drain()
    })
  }

  return { add }
}
