// Meeting another server: whoever is new here, or was last asked long ago, is asked what it runs and whose it is.
import type { KnownHost } from '../core/federation.ts'
import { addJobs } from '../platform/queue/queue.ts'
import { type Frame, INBOX_QUEUE } from './frame.ts'

/** Asks later, as a job: one for each host. @param known what is remembered of it; undefined when it is new */
export async function meetHost(frame: Frame, host: string, known: KnownHost | undefined): Promise<void> {
  if (known && !frame.hostFacts.isDue(known)) return
  if (!known) await frame.hosts.remember(frame.ctx, host, {})
  await frame.ctx.transaction((tx) =>
    addJobs(tx, frame.clock, [{ queue: INBOX_QUEUE, name: 'host.ask', key: `host.ask:${host}`, payload: { host } }]),
  )
}
