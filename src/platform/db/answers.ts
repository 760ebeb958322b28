// What was read in this turn of the loop: who asks the same once more gets the same answer. Three listeners of one event,
// or twenty requests of one server, ask for the same rows at the same moment.

export interface Answers {
  /** @param ask is called when nobody asked this yet. Its answer is shared: nobody may change it. */
  recall<T>(query: object, parameters: readonly unknown[], ask: () => T): T
  /** To be called at every commit of this process: who has written reads what he wrote. */
  forget(): void
}

const opened = new WeakMap<object, Answers>()

/**
 * Not for transactions, which read what nobody else can see. Not on PostgreSQL, where an answer that is still on its way
 * may be older than what the one who asks again has read already: there, only questions that have not left are shared
 * (postgres-lanes.ts).
 */
export function answersOf(connection: object): Answers | undefined {
  return opened.get(connection)
}

/** Keeps what is read over this connection until the turn ends, or something is committed. */
export function keepAnswers(connection: object): Answers {
  const byQuery = new Map<object, Map<string, unknown>>()
  let isEnding = false

  function forget(): void {
    byQuery.clear()
  }

  function endTurn(): void {
    isEnding = false
    forget()
  }

  function recall<T>(query: object, parameters: readonly unknown[], ask: () => T): T {
    const known = byQuery.get(query) ?? new Map<string, unknown>()
    const key = JSON.stringify(parameters)
    if (known.has(key)) return known.get(key) as T
    const answer = ask()
    byQuery.set(query, known.set(key, answer))
    if (!isEnding) setImmediate(endTurn)
    isEnding = true
    return answer
  }

  const answers = { recall, forget }
  opened.set(connection, answers)
  return answers
}
