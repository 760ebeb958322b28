// What a suite may not leave behind in its process, where others run after it: other settings, another working directory,
// something else in place of what Node has, listeners, and servers or programs that still run.

/** What there is, by name. */
export type Traces = ReadonlyMap<string, unknown>

const stillRunning = new Set(['TCPServerWrap', 'PipeServerWrap', 'ProcessWrap', 'FSEventWrap', 'MessagePort'])

/** Libraries do that when they are loaded: they want to know when it ends, and sharp says where its C library is. */
const ofLibraries = new Set(["process.on('exit')", 'process.env.VIPSHOME'])

/** Whose functions somebody might replace. */
const ofNode = { '': globalThis, 'Date.': Date, 'Math.': Math, 'JSON.': JSON }

export function tracesNow(): Traces {
  const traces = new Map<string, unknown>([['process.cwd()', process.cwd()]])
  for (const [name, value] of Object.entries(process.env)) traces.set(`process.env.${name}`, value)
  for (const [of, whose] of Object.entries(ofNode)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(whose))) {
      if (typeof value === 'function') traces.set(`${of}${name}`, value)
    }
  }
  for (const name of process.eventNames()) {
    traces.set(`process.on('${String(name)}')`, process.listenerCount(name))
  }
  for (const kind of process.getActiveResourcesInfo().filter((one) => stillRunning.has(one))) {
    traces.set(kind, Number(traces.get(kind) ?? 0) + 1)
  }
  for (const name of ofLibraries) traces.delete(name)
  // A single suite runs where the desk is kept, which starts programs for the whole run when somebody first asks.
  if (globalThis.closeDesk) traces.delete('ProcessWrap')
  return traces
}

/** @returns names of what changed or went, and of that of which there is more; not of functions that were not there before */
export function leftBehind(before: Traces, after: Traces): string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => {
    const [was, is] = [before.get(name), after.get(name)]
    if (typeof (was ?? is) === 'number') return Number(is ?? 0) > Number(was ?? 0)
    return was !== is && !(was === undefined && typeof is === 'function')
  })
}

/** As soon as nothing is left behind, or after a while: what is being closed is gone a moment later. */
export async function leftBehindSince(before: Traces): Promise<string[]> {
  for (let rounds = 0; rounds < 1000; rounds++) {
    if (leftBehind(before, tracesNow()).length === 0) return []
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return leftBehind(before, tracesNow())
}
