// The one schema library, behind one door: everything from outside goes through a schema once.
import * as z from 'zod'

export { z }
export type Schema<Output> = z.ZodType<Output>
