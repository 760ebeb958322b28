// The words of the flow, for the kind to hand over with its own.
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }

export const flowTexts: {
  readonly nl: Readonly<Record<string, string>>
  readonly en: Readonly<Record<string, string>>
} = {
  nl,
  en,
}
