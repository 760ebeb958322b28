// What all suites of a run share: made when the first one asks for it (test/kit/global-setup.ts).

/** @throws Error when it cannot be made, or when nobody keeps the desk: outside of jest. */
export async function askDesk(what: 'postgres' | 'sqlite' | 'build'): Promise<string> {
  const desk = process.env['TEST_DESK']
  if (!desk) throw new Error(`no ${what}: jest keeps the desk for that (test/kit/global-setup.ts)`)
  // A connection that is kept may just be closed there when it is used again.
  const answer = await fetch(`${desk}/${what}`, { headers: { connection: 'close' } })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text
}

/** A build of the program as it is now, that nobody changes: the folder with `src/main.js` and `src/cli.js`. */
export function builtOnce(): Promise<string> {
  return askDesk('build')
}
