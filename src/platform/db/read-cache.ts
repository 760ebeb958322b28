// Caches of reads: which there is for whom, and the one of SQLite that lives for one turn of the event loop. Listeners of
// one event, or requests that came in together, ask for the same rows at the same moment, and share one answer.

export interface ReadCache {
  /**
   * The answer to this query with these parameters, from `ask` when it is the first.
   * It is shared by all who ask: nobody may change it.
   */
  get<T>(query: object, parameters: readonly unknown[], ask: () => T): T
}

export interface TurnCache extends ReadCache {
  /** Empties the cache. Called at every commit of this process, so that a writer reads what was written. */
  clear(): void
}

const caches = new WeakMap<object, ReadCache>()

/** The cache of a connection or database, if it has one. Transactions must not use it: they read what nobody else can see. */
export function readCacheOf(whose: object): ReadCache | undefined {
  return caches.get(whose)
}

export function giveReadCache(whose: object, cache: ReadCache): void {
  caches.set(whose, cache)
}

/**
 * Makes the cache of a connection. It empties itself when the turn of the event loop ends.
 * PostgreSQL has none: an answer that is still on its way may be older than what somebody has read already. There, only
 * questions that have not been sent yet are shared (postgres-lanes.ts).
 */
export function openReadCache(connection: object): TurnCache {
  const byQuery = new Map<object, Map<string, unknown>>()
  let isClearScheduled = false

  function clear(): void {
    byQuery.clear()
  }

  function endTurn(): void {
    isClearScheduled = false
    clear()
  }

  function get<T>(query: object, parameters: readonly unknown[], ask: () => T): T {
    const known = byQuery.get(query) ?? new Map<string, unknown>()
    const key = JSON.stringify(parameters)
    if (known.has(key)) return known.get(key) as T
    const answer = ask()
    byQuery.set(query, known.set(key, answer))
    if (!isClearScheduled) setImmediate(endTurn)
    isClearScheduled = true
    return answer
  }

  const cache = { get, clear }
  giveReadCache(connection, cache)
  return cache
}
