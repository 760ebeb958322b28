// Lets two pleinen come to rest after the storm: starts them whole, moves time on, and waits until nothing is left to do.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Plein } from './plein.ts'
import { openReader, type Reader } from './reader.ts'

const LONGEST_MILLIS = 240_000
const SETTLED_LOOKS = 3

/** @returns true when both came to rest in time. */
export async function comeToRest(pleinen: readonly Plein[]): Promise<boolean> {
  // Nobody holds a lease any more: what is leased now was taken by the killed, and would come free after a minute.
  for (const plein of pleinen) await plein.stop()
  const readers = await Promise.all(pleinen.map((plein) => openReader(plein.databaseUrl)))
  try {
    for (const reader of readers) await moveOn(reader, 'all')
    await Promise.all(pleinen.map((plein) => plein.start()))
    const end = Date.now() + LONGEST_MILLIS
    let quiet = 0
    while (Date.now() < end) {
      for (const reader of readers) await moveOn(reader, 'unleased')
      await sleep(500)
      const left = await Promise.all(readers.map((reader) => countLeft(reader)))
      quiet = left.every((count) => count === 0) ? quiet + 1 : 0
      if (quiet === SETTLED_LOOKS) return true
    }
    return false
  } finally {
    await Promise.all(readers.map((reader) => reader.close()))
  }
}

/** As if time had passed: what waits for its next try, or for a lease to end, is due now. */
async function moveOn(reader: Reader, which: 'all' | 'unleased'): Promise<void> {
  const now = new Date().toISOString()
  const free = which === 'all' ? '' : ` and "leaseUntil" is null`
  const due = `set "runAt" = '${now}', "leaseUntil" = null`
  await reader.rows(`update "job" ${due} where "queue" <> 'schedule' and "dead" is null and "runAt" > '${now}'${free}`)
  await reader.rows(
    `update "delivery" ${due} where "state" = 'waiting' and ("runAt" > '${now}' or "leaseUntil" is not null)${free}`,
  )
  await reader.rows(`update "instance" set "heldUntil" = null where "heldUntil" > '${now}'`)
}

async function countLeft(reader: Reader): Promise<number> {
  const [row] = await reader.rows<{ left: number | string }>(
    `select (select count(*) from "job" where "queue" <> 'schedule' and "dead" is null)
      + (select count(*) from "delivery" where "state" = 'waiting') as "left"`,
  )
  return Number(row?.left)
}
