// The part of autocannon that the benchmark uses; it brings no types.
declare module 'autocannon' {
  interface Options {
    url: string
    headers?: Record<string, string>
    connections?: number
    /** Seconds. */
    duration?: number
  }
  interface Result {
    '2xx': number
    non2xx: number
    /** Seconds. */
    duration: number
    /** Milliseconds. */
    latency: { p50: number; p97_5: number; p99: number }
  }
  export default function autocannon(options: Options): Promise<Result>
}
