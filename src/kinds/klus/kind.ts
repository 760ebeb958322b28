// Klus: a short assignment at another organisation, asked or offered.
import { defineKind } from '../../core/kind.ts'
import { type Translate, translationsFrom } from '../../platform/i18n/texts.ts'
import { KlusBrief } from '../../../views/kinds/klus/brief.tsx'
import { ShowKlus } from '../../../views/kinds/klus/show.tsx'
import { KlusResponseView } from '../../../views/kinds/klus/response.tsx'
import { KlusTerms } from '../../../views/kinds/klus/terms.tsx'
import { factsOf } from '../../../views/kinds/klus/words.ts'
import en from './en.json' with { type: 'json' }
import { fromObject, PROPOSAL, toCompanion, toObject } from './federation.ts'
import { klusFlow } from './flow/klus-flow.ts'
import { agreedPicture, pictureOf, termsPicture } from './flow/picture.ts'
import { flowTexts } from './flow/texts.ts'
import { anonymous } from './rules/anonymous.ts'
import { klusFields } from './rules/fields.ts'
import nl from './nl.json' with { type: 'json' }
import { carry, publishing } from './rules/publish.ts'
import { klusSchema } from './rules.ts'

const texts = { nl: { ...nl, ...flowTexts.nl }, en: { ...en, ...flowTexts.en } }
const translations = translationsFrom([texts])

/** What stands in the note for other software is in the language of the klus, not of a reader. */
function inLanguage(language: string): Translate {
  return translations.in(language.startsWith('en') ? 'en' : 'nl')
}

export const klus = defineKind({
  name: 'klus',
  schema: klusSchema,
  fields: klusFields,
  title: 'required',
  icon: 'briefcase',
  label: ({ purpose }) => `klus.purpose.${purpose}`,
  facets: ({ purpose, status, closes }) => [
    { name: 'purpose', text: purpose },
    { name: 'status', text: status },
    ...(closes === undefined ? [] : [{ name: 'closes', text: closes }]),
  ],
  audience: ({ responders }) => (responders === 'network' ? undefined : responders),
  flow: klusFlow,
  networkWide: true,
  companion: (content) => toCompanion(content, factsOf(inLanguage(content.language), content.data)),
  anonymous,
  carry,
  publishing,
  writeAt: '/klussen/new',
  room: { name: 'klussen', path: '/klussen' },
  keep: ({ responded }) => (responded ? 'klus.keptAfterInterest' : undefined),
  federation: { types: [PROPOSAL], toObject, fromObject },
  views: {
    Show: (props) => ShowKlus({ ...props, agreed: agreedPicture(props.parts.agreements) }),
    Brief: KlusBrief,
    Terms: (props) => KlusTerms(termsPicture(props)),
  },
  responseView: (props) => KlusResponseView({ ...props, picture: pictureOf(props) }),
  texts,
})
