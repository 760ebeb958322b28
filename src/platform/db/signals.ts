// Signals that leave when a transaction is committed: hints that there is work, never the work itself.

const asked = new WeakMap<object, Set<string>>()

/** Lets the listeners of the topic know once this transaction is committed; not when it is rolled back. */
export function signalAfterCommit(tx: object, topic: string): void {
  const topics = asked.get(tx)
  if (topics) topics.add(topic)
  else asked.set(tx, new Set([topic]))
}

export interface Signals {
  /** @returns a function that ends it. */
  listen(topic: string, listener: () => void): () => void
  /** To be called after the commit of the transaction. */
  committed(tx: object): void
  /** For signals from elsewhere. */
  give(topic: string): void
}

/** The signals of one database; topics are free. */
export function openSignals(): Signals {
  const listeners = new Map<string, Set<() => void>>()

  function listen(topic: string, listener: () => void): () => void {
    const those = listeners.get(topic) ?? new Set()
    listeners.set(topic, those.add(listener))
    return () => void those.delete(listener)
  }

  function give(topic: string): void {
    for (const listener of listeners.get(topic) ?? []) listener()
  }

  function committed(tx: object): void {
    for (const topic of asked.get(tx) ?? []) give(topic)
  }

  return { listen, committed, give }
}
