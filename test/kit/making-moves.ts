// Somebody makes a move in a response, on its page: with its button, or with the form behind its link.
import type { Page, Person, Values } from './person.ts'

/** @throws Error when the page offers no such move, or the form is not taken */
export async function makesMove(who: Person, response: string, move: string, values: Values = {}): Promise<Page> {
  const opened = await who.visits(response)
  const action = new RegExp(`/${move}$`)
  const direct = opened.find(({ name, attribs }) => name === 'form' && action.test(attribs['action'] ?? '')).length > 0
  const link = () => opened.find(({ name, attribs }) => name === 'a' && action.test((attribs['href'] ?? '').split('?')[0] ?? ''))[0] // prettier-ignore
  const href = direct ? undefined : link()?.attribs['href']
  if (!direct && href === undefined) throw new Error(`${who.name} cannot ${move}: ${opened.text.slice(0, 900)}`)
  const done = direct
    ? await who.submits(opened, { action }, values)
    : await who.submits(await who.visits(href as string), { field: Object.keys(values)[0] ?? '' }, values)
  if (done.status !== 200) throw new Error(`${who.name} ${move}: ${done.status} ${done.text.slice(0, 900)}`)
  return done
}
