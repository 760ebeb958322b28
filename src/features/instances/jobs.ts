// What another plein that introduced itself gets in answer, when it is time for that.
import type { JobHandler } from '../../core/feature.ts'
import { z } from '../../lib/schema.ts'
import { answerIntroduction } from './commands.ts'

const ofPlein = z.object({ host: z.string(), iri: z.string() })

export const answerHost: JobHandler = (ctx, payload) => answerIntroduction(ctx, ofPlein.parse(payload))
