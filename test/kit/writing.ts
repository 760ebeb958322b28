// Somebody writes an item of any kind, in one form or in several steps: what a step asks for is filled in, then on.
import type { Page, Person } from './person.ts'

const MAX_STEPS = 8

/** @param path of the form, with its query. @returns the page of the item, or the first one that was not taken */
export async function writesItem(
  person: Person,
  path: string,
  values: Readonly<Record<string, string>>,
): Promise<Page> {
  let page = await person.visits(path)
  for (let step = 0; step < MAX_STEPS; step++) {
    page = await fillsIn(person, page, values)
    if (page.status !== 200 || page.path.startsWith('/item/')) return page
  }
  throw new Error(`no end of steps: ${page.path}: ${page.text.slice(0, 500)}`)
}

/** One step: of the values those that it asks for. */
export function fillsIn(person: Person, page: Page, values: Readonly<Record<string, string>>): Promise<Page> {
  const wanted = { field: fieldIn(page) }
  const { names } = page.form(wanted)
  const asked = Object.entries(values).filter(([name]) => names.includes(name))
  return person.submits(page, wanted, Object.fromEntries(asked))
}

/** The field by which the form is known. */
function fieldIn(page: Page): string {
  return page.find(({ name, attribs }) => name === 'input' && attribs['name'] === 'step').length > 0 ? 'step' : 'body'
}
