// Path below /ap → the room's source that serves it, with the named parts.
import type { DocumentSource } from '../core/federation.ts'

export interface Matched {
  readonly source: DocumentSource
  readonly params: Readonly<Record<string, string>>
}

/** Where rooms share a path (`actors/:id` is a person's or a group's), each is asked until one answers. */
export function matcherOf(sources: readonly DocumentSource[]): (path: string) => Matched | undefined {
  const bySize = new Map<number, { source: DocumentSource; parts: readonly string[] }[]>()
  for (const source of joined(sources)) {
    const parts = source.path.replace(/^\/+|\/+$/g, '').split('/')
    bySize.set(parts.length, [...(bySize.get(parts.length) ?? []), { source, parts }])
  }
  return (path) => {
    const given = path.replace(/\/+$/, '').split('/')
    for (const { source, parts } of bySize.get(given.length) ?? []) {
      const params = paramsOf(parts, given)
      if (params) return { source, params }
    }
    return undefined
  }
}

function joined(sources: readonly DocumentSource[]): DocumentSource[] {
  const byPath = Map.groupBy(sources, (source) => source.path)
  return [...byPath].map(([path, rooms]) => ({
    path,
    async find(...asked) {
      for (const room of rooms) {
        const found = await room.find(...asked)
        if (found) return found
      }
      return undefined
    },
  }))
}

function paramsOf(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const value = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== value) return undefined
      continue
    }
    if (value === '') return undefined
    params[part.slice(1)] = value
  }
  return params
}
