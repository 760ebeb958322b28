// What a person takes along: one JSON document, written piece by piece so that a long history fits in little memory.
import type { JsonObject } from '../../core/federation.ts'

/** Everything of one person: what is one of a kind, and lists that are read while they are written. */
export interface PersonalExport {
  readonly head: JsonObject
  readonly lists: Readonly<Record<string, AsyncIterable<JsonObject>>>
}

/** The export as one JSON text. */
export async function* jsonOf({ head, lists }: PersonalExport): AsyncGenerator<string> {
  yield JSON.stringify(head, undefined, 2).replace(/\n\}$/, '')
  for (const [name, items] of Object.entries(lists)) {
    yield `,\n  ${JSON.stringify(name)}: [`
    let separator = '\n    '
    for await (const item of items) {
      yield `${separator}${JSON.stringify(item)}`
      separator = ',\n    '
    }
    yield separator.startsWith(',') ? '\n  ]' : ']'
  }
  yield '\n}\n'
}

/** mijn-gegevens-jan-2026-11-22.json */
export function fileName(word: string, handle: string, now: string): string {
  return `${word}-${handle.replace(/[^a-z0-9_.-]/g, '')}-${now.slice(0, 10)}.json`
}
