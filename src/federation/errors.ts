// Refusals of this frame, and the one translator from a Refusal to what another server reads.
import { Refusal, TooMany } from '../core/errors.ts'
import texts from './en.json' with { type: 'json' }

/** What was sent cannot be read as an activity. `reason` is for the log and for whoever built the other server. */
export class Unreadable extends Refusal {
  override readonly name = 'Unreadable'
  readonly reason: string
  constructor(reason: string, options?: ErrorOptions) {
    super(400, 'activity.unreadable', { reason }, options)
    this.reason = reason
  }
}

/** It can be read, but who sent it may not say it. */
export class Untrusted extends Refusal {
  override readonly name = 'Untrusted'
  readonly reason: string
  constructor(reason: string, status = 403) {
    super(status, 'activity.untrusted', { reason })
    this.reason = reason
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly error: string }
}

/** In English, for whoever built or runs the other server; a code of another room stays as it is. */
function wordsOf({ code, params }: Refusal): string {
  const words = (texts as Readonly<Record<string, string>>)[code] ?? code
  return words.replace(/\{(\w+)\}/g, (all, name: string) => String(params[name] ?? all))
}

/** Undefined: not a Refusal but a fault of ours, which the caller logs. */
export function answerTo(error: unknown): Answer | undefined {
  if (!(error instanceof Refusal)) return undefined
  const reason = error instanceof Unreadable || error instanceof Untrusted ? error.reason : wordsOf(error)
  const headers: Record<string, string> = error instanceof TooMany ? { 'retry-after': String(error.retryAfter) } : {}
  return { status: error.status, headers, body: { error: reason } }
}
