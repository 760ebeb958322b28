// Lets pleinen come to rest after the storm: starts them whole, moves time on, and waits until nothing is left to do.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Plein } from './plein.ts'
import { openReader, type Reader } from './reader.ts'

const MAX_MILLIS = 240_000
const SETTLED_LOOKS = 3
/** Time's own work is not waited for, but for what has this in its key. */
export const AT_ONCE = 'at-once-'
const OURS = `("queue" <> 'schedule' or "key" like '%:${AT_ONCE}%')`

export interface Looking {
  /** Milliseconds between two looks. */
  readonly pause: number
  /** After so many looks what waits for its next try is due. */
  readonly moveOnEvery: number
}
const USUAL: Looking = { pause: 500, moveOnEvery: 1 }

/** @returns true when both came to rest in time. */
export async function comeToRest(pleinen: readonly Plein[]): Promise<boolean> {
  for (const plein of pleinen) await plein.stop()
  const readers = await Promise.all(pleinen.map((plein) => openReader(plein.databaseUrl)))
  try {
    for (const reader of readers) await freeAll(reader)
    await Promise.all(pleinen.map((plein) => plein.start()))
    return await workedOff(readers)
  } finally {
    await Promise.all(readers.map((reader) => reader.close()))
  }
}

/** @returns false when there is still work after four minutes */
export async function workedOff(readers: readonly Reader[], { pause, moveOnEvery }: Looking = USUAL): Promise<boolean> {
  const end = Date.now() + MAX_MILLIS
  let quiet = 0
  for (let look = 1; Date.now() < end; look++) {
    if (look % moveOnEvery === 0) for (const reader of readers) await moveOn(reader, 'unleased')
    await sleep(pause)
    const left = await Promise.all(readers.map((reader) => countLeft(reader)))
    quiet = left.every((count) => count === 0) ? quiet + 1 : 0
    if (quiet === SETTLED_LOOKS) return true
  }
  return false
}

/** Of a plein that does not run: what is leased now was taken by the killed, and would come free after a minute. */
export function freeAll(reader: Reader): Promise<void> {
  return moveOn(reader, 'all')
}

/** As if time had passed: what waits for its next try, or for a lease to end, is due now. */
async function moveOn(reader: Reader, which: 'all' | 'unleased'): Promise<void> {
  const now = new Date().toISOString()
  const free = which === 'all' ? '' : ` and "leaseUntil" is null`
  const due = `set "runAt" = '${now}', "leaseUntil" = null`
  await reader.rows(`update "job" ${due} where ${OURS} and "dead" is null and "runAt" > '${now}'${free}`)
  await reader.rows(
    `update "delivery" ${due} where "state" = 'waiting' and ("runAt" > '${now}' or "leaseUntil" is not null)${free}`,
  )
  await reader.rows(`update "instance" set "heldUntil" = null where "heldUntil" > '${now}'`)
}

async function countLeft(reader: Reader): Promise<number> {
  const [row] = await reader.rows<{ left: number | string }>(
    `select (select count(*) from "job" where ${OURS} and "dead" is null)
      + (select count(*) from "delivery" where "state" = 'waiting') as "left"`,
  )
  return Number(row?.left)
}
