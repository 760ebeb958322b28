// The words of the flow, for the kind to hand over with its own.
import type { Texts } from '../../../platform/i18n/texts.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }

export const flowTexts: Texts = { nl, en }
