// Maps that hold a bounded number of entries: the one that was put longest ago goes first.

/** Puts the entry last in the map, also when it is there already; drops the first when there are more than `most`. */
export function putBounded<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= most) return
  for (const first of map.keys()) {
    map.delete(first)
    return
  }
}
