// Gives memory back when there is nothing to do: Node collects garbage only while more is made, and a plein rests most of
// the time, on a small server.
import { performance } from 'node:perf_hooks'

const LOOK_MILLIS = 2000
/** Part of the time that something was done, at most. */
const QUIET = 0.05
/** Bytes that were taken since the last time, at least: less is not worth the work, which stops all else for 0.1 s. */
const WORTH = 12 * 1024 * 1024

/**
 * Node must have been started with `--expose-gc`; otherwise nothing happens.
 * @param lookMillis how often it looks
 * @returns a function that ends it
 */
export function collectWhenIdle(lookMillis = LOOK_MILLIS): () => void {
  const { gc } = globalThis
  if (!gc) return () => undefined
  let before = performance.eventLoopUtilization()
  let kept = 0
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization > QUIET || taken() < kept + WORTH) return
    // This flavour also gives the empty pages back.
    gc({ type: 'major', flavor: 'last-resort', execution: 'sync' })
    kept = taken()
  }, lookMillis).unref()
  return () => clearInterval(timer)
}

/**
 * Bytes that this process has taken from the system, in use or not: after a busy time Node has collected most garbage by
 * itself, but it keeps the empty pages.
 */
function taken(): number {
  const { heapTotal, external } = process.memoryUsage()
  return heapTotal + external
}
