// The name of an item's companion: the note for software that does not know the item's type. Pure.

const TAIL = '/note'

/** Its id, made of the item's. */
export function companionIri(iri: string): string {
  return `${iri}${TAIL}`
}

/** A plein's own address of an object: only a plein has a note beside it. */
const OF_PLEIN = /\/ap\/objects\/[0-9a-f-]{36}$/

/** Its id when there is one, also elsewhere: other software has none. */
export function companionBeside(iri: string): string | undefined {
  return OF_PLEIN.test(iri) ? companionIri(iri) : undefined
}

/** The item whose companion this id would be; undefined when it is no such id. */
export function itemOfCompanion(iri: string): string | undefined {
  return iri.endsWith(TAIL) ? iri.slice(0, -TAIL.length) : undefined
}
