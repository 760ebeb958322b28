// The name of an item's companion: the note for software that does not know the item's type. Pure.

const TAIL = '/note'

/** Its id, made of the item's. */
export function companionIri(iri: string): string {
  return `${iri}${TAIL}`
}

/** The item whose companion this id would be; undefined when it is no such id. */
export function itemOfCompanion(iri: string): string | undefined {
  return iri.endsWith(TAIL) ? iri.slice(0, -TAIL.length) : undefined
}
