// One request to elsewhere and its whole answer, collected as it comes in, within limits of size and time.
import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { HttpFault } from './fault.ts'

export interface Collected {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

interface Limits {
  readonly maxBytes: number
  /** Ends it: its reason is thrown. */
  readonly signal: AbortSignal
}

/**
 * Straight from undici's dispatcher: its `request` makes a stream of each answer, which costs more than most answers.
 * @throws what goes wrong with the connection, HttpFault `too-large`, the reason of the signal
 */
export function collect(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { maxBytes, signal }: Limits,
): Promise<Collected> {
  return new Promise((resolve, reject) => {
    let head: Omit<Collected, 'bytes'>
    const chunks: Buffer[] = []
    let size = 0
    let started: Dispatcher.DispatchController | undefined

    function giveUp(): void {
      const reason = signal.reason as Error
      started?.abort(reason)
      // At once, also while it still waits for a connection.
      end(() => reject(reason))
    }

    function end(settle: () => void): void {
      signal.removeEventListener('abort', giveUp)
      settle()
    }

    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp)
    dispatcher.dispatch(request, {
      onRequestStart(controller) {
        started = controller
        if (signal.aborted) giveUp()
      },
      onResponseStart(_, status, headers) {
        head = { status, headers }
      },
      onResponseData(controller, chunk) {
        size += chunk.length
        if (size > maxBytes) controller.abort(new HttpFault('too-large', `more than ${maxBytes} bytes`))
        else chunks.push(chunk)
      },
      onResponseEnd: () => end(() => resolve({ ...head, bytes: Buffer.concat(chunks) })),
      onResponseError: (_, error) => end(() => reject(error)),
    })
  })
}
