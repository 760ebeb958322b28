// What is drawn of a klus: its own data, as its schema has it.

export interface KlusView {
  readonly purpose: 'request' | 'offer'
  readonly result: string
  readonly forWhom?: string | undefined
  readonly expertise: readonly string[]
  readonly hoursPerWeek?: number | undefined
  readonly hoursTotal?: number | undefined
  /** Dates: YYYY-MM-DD. */
  readonly starts?: string | undefined
  readonly ends?: string | undefined
  readonly flexible: boolean
  readonly where: 'place' | 'remote' | 'both'
  readonly place?: string | undefined
  readonly responders: 'organisation' | 'network' | 'group'
  readonly closes?: string | undefined
  readonly guidance?: string | undefined
  readonly learn?: string | undefined
  readonly loan?: string | undefined
  readonly conditions?: string | undefined
  readonly candidateInView: boolean
  readonly contact?: string | undefined
  readonly places: number
  readonly placesLeft: number
  readonly status: string
}
