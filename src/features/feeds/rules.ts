// The streams of the start page.

/** mijn groepen, mijn organisatie, hele netwerk. */
export const streams = ['mine', 'organisation', 'network'] as const
export type Stream = (typeof streams)[number]

/** The stream that is asked for; the first when it is none. */
export function streamFrom(name: string | undefined): Stream {
  return streams.find((stream) => stream === name) ?? 'mine'
}

/** Where a stream is shown. */
export function streamPath(stream: Stream): string {
  return stream === 'mine' ? '/' : `/?stream=${stream}`
}
