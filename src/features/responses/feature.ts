// The room of responses, with its doors.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { responsesFederation } from './federation/door.ts'
import { cli } from './cli.ts'
import { askAgain, forgetOld, moveByTime, sendAgain } from './jobs.ts'
import { whenHeard, whenMessaged, whenMessageLost, whenMoved } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { responsePages } from './pages/routes.ts'

export const responses: Feature = {
  name: 'responses',
  pages: responsePages,
  federation: responsesFederation,
  listeners: {
    'response.moved': whenMoved,
    'response.heard': whenHeard,
    'response.messaged': whenMessaged,
    'response.messageLost': whenMessageLost,
  },
  cli,
  schedule: [moveByTime, sendAgain, askAgain, forgetOld],
  texts: { nl, en },
}
